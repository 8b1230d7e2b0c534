using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Keeper.Dashboard.Hosting;

/// <summary>Keeps the keys of the session cookie in the folder that the options name.</summary>
internal sealed class SessionKeys(IOptions<DashboardOptions> options, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions keys)
    {
        if (options.Value.KeysPath is { } path)
            keys.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(path), loggers);
    }
}
