using System.Net;
using System.Text;
using Keeper.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Standby;

/// <summary>The page that a person sees who opens the dashboard of a stand-by. Asks again by itself.</summary>
internal static class StandbyPage
{
    private const int AskAgainSeconds = 3;

    public static Task WriteAsync(HttpContext context, StandbyState state)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = AskAgainSeconds.ToString();
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context.Response, Encoding.UTF8.GetBytes(Html(state)), "text/html; charset=utf-8");
    }

    private static string Html(StandbyState state) =>
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="refresh" content="{{AskAgainSeconds}}">
        <title>Keeper: stand-by</title>
        <style>
        :root { color-scheme: light dark }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem }
        h1 { font-size: 1.4rem }
        </style>
        </head>
        <body>
        <h1>This Keeper is on stand-by</h1>
        {{Text(state)}}
        </body>
        </html>
        """;

    private static string Text(StandbyState state)
    {
        if (state.Fault is { } fault)
            return $"<p>{WebUtility.HtmlEncode(fault)}</p>";
        if (state.ActiveOperator is not { } url)
            return "<p>Nobody is active at the moment. One of the processes takes over within seconds; this page asks again by itself.</p>";
        var shown = WebUtility.HtmlEncode(url);
        return $"""<p>The active one is <a href="{shown}">{shown}</a>. If it fails, this one takes over; this page then shows the dashboard.</p>""";
    }
}
