# Varnish in front of the newsroom: varnishd -a :80 -f varnish.vcl -s malloc,1g. What ends TLS stands before it and sets X-Forwarded-Proto.
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 30s;
}

sub vcl_recv {
    # A stale page goes out for a second while a new one is fetched, and for a day when none can be had (see vcl_deliver).
    if (req.restarts == 0) {
        set req.grace = 1s;
        # The whole list is replaced: what a client sends under this name is anybody's word.
        set req.http.X-Forwarded-For = client.ip;
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/(admin|baca|cari|hak-jawab/diterima|health|kartu|pratinjau)/") {
        return (pass);
    }
    # Staff, who see the page as it is now. Readers have no cookie that a page depends on.
    if (req.http.Cookie ~ "(^|;\s*)redaksi=") {
        return (pass);
    }
    unset req.http.Cookie;
    # Of the query only the words that pages read.
    set req.url = regsuball(req.url, "([?&])(?!(sebelum|tanggal|berita|p|page_id)=)[^&]*", "\1");
    set req.url = regsub(regsuball(regsuball(req.url, "&+", "&"), "\?&+", "?"), "[?&]+$", "");
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        # No trace: it would stand before the stale page that is to go out instead.
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        return (deliver);
    }
    # A page that is marked as stale, since the site's database is away: it stays for a second too, rather than not at all.
    if (beresp.status == 200 && beresp.http.Warning ~ "^110") {
        set beresp.ttl = 1s;
    }
    if (beresp.ttl > 0s) {
        set beresp.grace = 24h;
    }
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        set req.grace = 24h;
        return (restart);
    }
    set resp.http.X-Cache = obj.hits;
}
