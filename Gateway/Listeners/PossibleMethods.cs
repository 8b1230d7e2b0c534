using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Listeners;

/// <summary>
/// Which methods a path of an API knows. Routing's own answer is not used: it counts catch-all routes for files in, which
/// makes every unknown path one that knows GET.
/// </summary>
internal static class PossibleMethods
{
    /// <summary>The methods, in order; none when there is nothing at the path.</summary>
    /// <param name="context">The request.</param>
    /// <param name="api">Where the API begins that the path is of.</param>
    public static IReadOnlyList<string> Of(HttpContext context, string api) =>
        [.. context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(e => Matches(e, api, context.Request.Path))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static bool Matches(RouteEndpoint endpoint, string api, PathString path) =>
        endpoint.RoutePattern.RawText?.StartsWith(api, StringComparison.Ordinal) == true
        && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
