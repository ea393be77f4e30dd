"""Exports of WordPress for tests: what its exporter writes, with only what a test states."""

from html import escape

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
HOST = "https://harianlama.example"


def cdata(text):
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def post(number, title="Dermaga Baru Dibuka", content="Isi berita.", **facts):
    """An item; *facts* by the names of the elements, `terms` as (domain, slug, name), `meta` as (key, value)."""
    facts = {
        "link": f"{HOST}/2016/05/berita-{number}/",
        "creator": "rahma",
        "excerpt": "",
        "post_date": "2016-05-31 02:49:00",
        "post_date_gmt": "2016-05-30 19:49:00",
        "post_name": f"berita-{number}",
        "status": "publish",
        "post_type": "post",
        "post_parent": "0",
        "post_password": "",
        "terms": [("category", "ekonomi", "Ekonomi")],
        "meta": [],
        "comments": 0,
        "printed": "",
        **facts,
    }
    lines = [
        f"<title>{cdata(title)}</title>",
        f"<link>{escape(facts.pop('link'))}</link>",
        f"<pubDate>{facts.pop('printed')}</pubDate>",
        f"<dc:creator>{cdata(facts.pop('creator'))}</dc:creator>",
        f"<content:encoded>{cdata(content)}</content:encoded>",
        f"<excerpt:encoded>{cdata(facts.pop('excerpt'))}</excerpt:encoded>",
        f"<wp:post_id>{number}</wp:post_id>",
    ]
    terms, meta, comments = facts.pop("terms"), facts.pop("meta"), facts.pop("comments")
    lines += [f"<wp:{name}>{cdata(text)}</wp:{name}>" for name, text in facts.items()]
    lines += [
        f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>' for domain, slug, name in terms
    ]
    lines += [
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in meta
    ]
    lines += ["<wp:comment><wp:comment_author_IP>203.0.113.9</wp:comment_author_IP></wp:comment>"] * comments
    return "<item>" + "\n".join(lines) + "</item>"


def attachment(number, file="2016/05/kapal.jpg", *, title="Kapal", caption="", alt_text="", parent=0, meta=()):
    return post(
        number,
        title,
        "",
        link=f"{HOST}/kapal/",
        excerpt=caption,
        status="inherit",
        post_type="attachment",
        post_parent=str(parent),
        attachment_url=f"{HOST}/wp-content/uploads/{file}",
        terms=[],
        meta=[("_wp_attached_file", file), *([("_wp_attachment_image_alt", alt_text)] if alt_text else []), *meta],
    )


def category(slug, name, parent="", number=1):
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{cdata(slug)}</wp:category_nicename>"
        f"<wp:category_parent>{cdata(parent)}</wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>"
    )


def tag(slug, name, description=""):
    return (
        f"<wp:tag><wp:tag_slug>{cdata(slug)}</wp:tag_slug><wp:tag_name>{cdata(name)}</wp:tag_name>"
        f"<wp:tag_description>{cdata(description)}</wp:tag_description></wp:tag>"
    )


def author(login, name, mail="rahasia@contoh.example"):
    return (
        f"<wp:author><wp:author_id>3</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(mail)}</wp:author_email><wp:author_display_name>{cdata(name)}</wp:author_display_name></wp:author>"
    )


def export(*parts, namespaces=None, version="1.2", host=HOST):
    names = {**NAMESPACES, **(namespaces or {})}
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in names.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.8" -->\n<rss version="2.0" {declared}>\n<channel>\n'
        f"<title>Harian Lama</title>\n<link>{host}</link>\n<wp:wxr_version>{version}</wp:wxr_version>\n"
        f"<wp:base_site_url>{host}</wp:base_site_url>\n<wp:base_blog_url>{host}</wp:base_blog_url>\n"
        + author("rahma", "Rahma Lestari")
        + "\n".join(parts)
        + "\n</channel>\n</rss>\n"
    )
