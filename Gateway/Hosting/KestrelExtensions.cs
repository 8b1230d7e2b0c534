using Keeper.Gateway.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Keeper.Gateway.Hosting;

/// <summary>Limits of the HTTP server.</summary>
public static class KestrelExtensions
{
    /// <summary>Bounds bodies, headers and connections. Say it before adding listeners.</summary>
    public static KestrelServerOptions LimitTo(this KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderTimeoutSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.KeepAliveSeconds);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        return kestrel;
    }
}
