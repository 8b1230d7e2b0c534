using System.Collections.Frozen;

namespace Keeper.Dashboard.Controls;

/// <summary>The few line drawings that the pages use, on a grid of 24; a font of icons would be a megabyte.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ok"] = """<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>""",
        ["warn"] = """<path d="M12 3.5 2.5 20h19Z"/><path d="M12 10v4.5M12 17.2v.1"/>""",
        ["error"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.3v.1"/>""",
        ["bad"] = """<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6M15 9l-6 6"/>""",
        ["unknown"] = """<circle cx="12" cy="12" r="9" stroke-dasharray="3.5 3"/><path d="M9.7 9.5a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5v.1"/>""",
        ["waiting"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>""",
        ["dispatching"] = """<path d="m4 12 16-8-5 17-3.5-7Z"/>""",
        ["running"] = """<path d="M20 12a8 8 0 1 1-4.5-7.2"/><path d="M20 3.5V8h-4.5"/>""",
        ["timeout"] = """<path d="M7 3h10M7 21h10M8 3c0 5 8 6 8 9s-8 4-8 9M16 3c0 5-8 6-8 9s8 4 8 9"/>""",
        ["cancelled"] = """<circle cx="12" cy="12" r="9"/><path d="m6 18 12-12"/>""",
        ["chevron"] = """<path d="m9 6 6 6-6 6"/>""",
        ["close"] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>""",
        ["search_off"] = """<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5M8.8 8.8l4.4 4.4M13.2 8.8l-4.4 4.4"/>""",
        ["pause"] = """<path d="M9 5v14M15 5v14"/>""",
        ["play"] = """<path d="M7 4.5v15l12-7.5Z"/>""",
        ["add"] = """<path d="M12 5v14M5 12h14"/>""",
        ["copy"] = """<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>""",
        ["download"] = """<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"/>""",
        ["person"] = """<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6"/>""",
        ["dark"] = """<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z"/>""",
        ["light"] = """<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"/>""",
        ["cloud_off"] = """<path d="M3 3l18 18M18.5 18H7a4.5 4.5 0 0 1-.8-8.9M9.5 6.3A6 6 0 0 1 17.7 10 4 4 0 0 1 21 15.8"/>""",
        ["network"] = """<rect x="9" y="3" width="6" height="5" rx="1"/><rect x="3" y="16" width="6" height="5" rx="1"/><rect x="15" y="16" width="6" height="5" rx="1"/><path d="M12 8v4M6 16v-4h12v4"/>""",
        ["agent"] = """<rect x="4" y="4" width="16" height="7" rx="1.5"/><rect x="4" y="13" width="16" height="7" rx="1.5"/><path d="M7.5 7.5h.1M7.5 16.5h.1M11 7.5h5M11 16.5h5"/>""",
        ["task"] = """<rect x="4" y="4" width="16" height="16" rx="2"/><path d="m8 12.5 2.7 2.7L16 9.5"/>""",
        ["repeat"] = """<path d="M4 11a8 8 0 0 1 14-5l2 2M20 3.5V8h-4.5M20 13a8 8 0 0 1-14 5l-2-2M4 20.5V16h4.5"/>""",
        ["edit"] = """<path d="M4 20h4L19.5 8.5l-4-4L4 16Z"/><path d="m13 7 4 4"/>""",
        ["stop"] = """<rect x="6" y="6" width="12" height="12" rx="1.5"/>""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Path(string name) => Paths[name];
}
