"""Words that search looks past because nearly every Indonesian story holds them. Written for this project."""

TEXT = """
    yang dan di ke dari pada untuk dengan dalam oleh akan juga ini itu adalah ialah yakni yaitu atau tidak tak bukan belum
    sudah telah sedang masih lagi pun lah kah nya saja hanya bisa dapat harus para ada serta agar supaya karena sebab
    jika kalau bila apabila maka namun tetapi tapi melainkan sedangkan sementara ketika saat saya kami kita dia ia mereka
    anda kamu aku beliau seperti sebagai secara terhadap tentang antara hingga sampai sejak setelah sebelum sesudah selama
    bagi demi tanpa atas bawah tersebut begitu demikian sangat amat lebih paling sekali cukup hampir sekitar setiap tiap
    semua seluruh beberapa banyak sedikit suatu sebuah seorang seekor si sang hal bahwa bahkan lalu kemudian lantas pernah
    selalu sering kadang mungkin tentu memang apa siapa mana kapan bagaimana mengapa kenapa berapa katanya ujarnya tuturnya
    ucapnya jelasnya kata ujar tutur ucap jadi menjadi merupakan adanya lain lainnya sama bersama sini situ sana kini nanti
    dong deh sih kok ya
"""
STOP_WORDS = frozenset(TEXT.split())
