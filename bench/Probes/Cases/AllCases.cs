using System.Net.Sockets;
using System.Text.Json.Nodes;
using Keeper.Bench.Probes.Targets;

namespace Keeper.Bench.Probes.Cases;

/// <summary>Every question.</summary>
internal static class AllCases
{
    public static IReadOnlyList<ProbeCase> Of(AllTargets targets) => [.. Web(targets), .. Tls(targets), .. Tcp(targets), .. Dns(targets), .. Icmp()];

    private static IEnumerable<ProbeCase> Web(AllTargets t)
    {
        var web = t.Web.Plain;
        yield return ProbeCase.Http("http: up", true, $"{web}/ok", [], []);
        yield return ProbeCase.Http("http: nothing listens", false, $"http://127.0.0.1:{t.Tcp.Closed}/", [], []);
        yield return ProbeCase.Http("http: no such name", false, "http://no-such-host.invalid/", [], []);
        yield return ProbeCase.Http("http: 500", false, $"{web}/500", [], []);
        yield return ProbeCase.Http("http: 404", false, $"{web}/404", [], []);
        yield return ProbeCase.Http("http: 404 expected", true, $"{web}/404", new() { ["valid_status_codes"] = new JsonArray(404) }, new() { ["expectStatus"] = new JsonArray(404) });
        yield return ProbeCase.Http("http: redirect followed", true, $"{web}/redirect", new() { ["follow_redirects"] = true }, new() { ["followRedirects"] = true });
        yield return ProbeCase.Http("http: redirect not followed", false, $"{web}/redirect", new() { ["follow_redirects"] = false }, []);
        yield return ProbeCase.Http("http: redirects in a ring", false, $"{web}/ring", new() { ["follow_redirects"] = true }, new() { ["followRedirects"] = true });
        yield return ProbeCase.Http("http: never answers", false, $"{web}/silent", [], []);
        yield return ProbeCase.Http("http: body as expected", true, $"{web}/ok", Regexes("fail_if_body_not_matches_regexp", "all is well"), new() { ["expectBody"] = "all is well" });
        yield return ProbeCase.Http("http: another body", false, $"{web}/ok", Regexes("fail_if_body_not_matches_regexp", "welcome"), new() { ["expectBody"] = "welcome" });
        yield return ProbeCase.Http("http: another header", false, $"{web}/ok", Header("X-State", "^bad$"), new() { ["expectHeaders"] = new JsonObject { ["X-State"] = "^bad$" } });
        yield return ProbeCase.Http("http: without credentials", false, $"{web}/private", [], []);
        yield return ProbeCase.Http("http: with credentials", true, $"{web}/private", new() { ["basic_auth"] = Login("username") }, new() { ["auth"] = new JsonObject { ["basic"] = Login("user") } });
        yield return ProbeCase.Http("http: POST with a body", true, $"{web}/post", new() { ["method"] = "POST", ["body"] = "ping" }, new() { ["method"] = "POST", ["body"] = "ping" });
        yield return ProbeCase.Http("http: garbage", false, $"http://127.0.0.1:{t.Tcp.GarbageWeb}/", [], []);
        yield return ProbeCase.Http("http: half an answer", false, $"http://127.0.0.1:{t.Tcp.HalfWeb}/", [], []);
    }

    private static IEnumerable<ProbeCase> Tls(AllTargets t)
    {
        yield return ProbeCase.Http("https: good certificate", true, $"{t.Web.Good}/ok", Trusting(t), []);
        yield return ProbeCase.Http("https: expired", false, $"{t.Web.Expired}/ok", Trusting(t), []);
        yield return ProbeCase.Http("https: another name", false, $"{t.Web.WrongName}/ok", Trusting(t), []);
        yield return ProbeCase.Http("https: self-signed", false, $"{t.Web.SelfSigned}/ok", Trusting(t), []);
        yield return ProbeCase.Http("https: self-signed, taken as it is", true, $"{t.Web.SelfSigned}/ok", Trusting(t, insecure: true), new() { ["insecure"] = true });
        yield return ProbeCase.Http("https: HTTP/2", true, $"{t.Web.Good}/ok", Version(t, "HTTP/2.0"), new() { ["httpVersion"] = "2" });
        yield return TlsHandshake("tls: good certificate", true, t.Web.Good, t);
        yield return TlsHandshake("tls: expired", false, t.Web.Expired, t);
        yield return TlsHandshake("tls: another name", false, t.Web.WrongName, t);
        yield return ProbeCase.Tcp("tls: the peer speaks none", false, "127.0.0.1", t.Tcp.Banner, Tls(Trusting(t)), [], kind: "tls");
    }

    private static IEnumerable<ProbeCase> Tcp(AllTargets t)
    {
        yield return ProbeCase.Tcp("tcp: open", true, "127.0.0.1", t.Tcp.Silent, [], []);
        yield return ProbeCase.Tcp("tcp: nothing listens", false, "127.0.0.1", t.Tcp.Closed, [], []);
        yield return ProbeCase.Tcp("tcp: unreachable", false, AllTargets.Nowhere, 80, [], []);
        yield return ProbeCase.Tcp("tcp: banner as expected", true, "127.0.0.1", t.Tcp.Banner, Talk([], Expect("^SSH-2.0-")), new() { ["expect"] = "^SSH-2.0-" });
        yield return ProbeCase.Tcp("tcp: another banner", false, "127.0.0.1", t.Tcp.Banner, Talk([], Expect("^220 ")), new() { ["expect"] = "^220 " });
        yield return ProbeCase.Tcp("tcp: never answers", false, "127.0.0.1", t.Tcp.Silent, Talk([], Expect("^220 ")), new() { ["expect"] = "^220 " });
        yield return ProbeCase.Tcp(
            "tcp: smtp with STARTTLS", true, "127.0.0.1", t.Tcp.Mail,
            Talk(Trusting(t), Expect("^220 "), Send("EHLO probe"), Expect("^250 STARTTLS"), Send("STARTTLS"), Expect("^220 "), new JsonObject { ["starttls"] = true }),
            new() { ["startTls"] = "smtp" });
    }

    private static IEnumerable<ProbeCase> Dns(AllTargets t)
    {
        yield return ProbeCase.Dns("dns: answer", true, t.Dns.Port, "ok.test", [], []);
        yield return ProbeCase.Dns("dns: answer by TCP", true, t.Dns.Port, "ok.test", new() { ["transport_protocol"] = "tcp" }, new() { ["transport"] = "tcp" });
        yield return ProbeCase.Dns("dns: NXDOMAIN", false, t.Dns.Port, "missing.test", [], []);
        yield return ProbeCase.Dns("dns: SERVFAIL", false, t.Dns.Port, "broken.test", [], []);
        yield return ProbeCase.Dns("dns: never answers", false, t.Dns.Port, "silent.test", [], []);
        yield return ProbeCase.Dns(
            "dns: another address", false, t.Dns.Port, "ok.test",
            new() { ["validate_answer_rrs"] = Regexes("fail_if_not_matches_regexp", "10\\.0\\.0\\.8$") }, new() { ["expect"] = "10\\.0\\.0\\.8$" });
        yield return ProbeCase.Dns("dns: nothing listens", false, t.Tcp.Closed, "ok.test", [], []);
    }

    private static IEnumerable<ProbeCase> Icmp()
    {
        if (!CanPing())
        {
            Console.Error.WriteLine("the system permits no ICMP sockets: those cases are left out");
            yield break;
        }

        yield return ProbeCase.Icmp("icmp: up", true, "127.0.0.1");
        yield return ProbeCase.Icmp("icmp: unreachable", false, AllTargets.Nowhere);
        yield return ProbeCase.Icmp("icmp: no such name", false, "no-such-host.invalid");
    }

    private static ProbeCase TlsHandshake(string name, bool up, string url, AllTargets t) =>
        ProbeCase.Tcp(name, up, "127.0.0.1", new Uri(url).Port, Tls(Trusting(t)), [], kind: "tls");

    private static JsonObject Trusting(AllTargets t, bool insecure = false) =>
        new() { ["tls_config"] = new JsonObject { ["ca_file"] = t.Pki.AuthorityFile, ["insecure_skip_verify"] = insecure } };

    private static JsonObject Tls(JsonObject settings)
    {
        settings["tls"] = true;
        return settings;
    }

    private static JsonObject Version(AllTargets t, string version)
    {
        var settings = Trusting(t);
        (settings["enable_http2"], settings["valid_http_versions"]) = (true, new JsonArray(version));
        return settings;
    }

    private static JsonObject Talk(JsonObject settings, params JsonObject[] steps)
    {
        settings["query_response"] = new JsonArray(steps);
        return settings;
    }

    private static JsonObject Expect(string pattern) => new() { ["expect"] = pattern };

    private static JsonObject Send(string line) => new() { ["send"] = line };

    private static JsonObject Regexes(string field, string pattern) => new() { [field] = new JsonArray(pattern) };

    private static JsonObject Header(string name, string pattern) =>
        new() { ["fail_if_header_not_matches"] = new JsonArray(new JsonObject { ["header"] = name, ["regexp"] = pattern }) };

    private static JsonObject Login(string nameField) => new() { [nameField] = "keeper", ["password"] = "secret" };

    private static bool CanPing()
    {
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Icmp);
                return true;
            }
            catch (SocketException) when (type == SocketType.Dgram)
            {
                continue;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        return false;
    }
}
