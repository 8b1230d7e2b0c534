using Microsoft.Extensions.Options;
using Npgsql;

namespace Keeper.Storage;

/// <summary>Finds every fault of the options at once, each with its key, value and limit.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(StorageOptions options)
    {
        if (!Enum.IsDefined(options.Provider))
        {
            yield return $"Keeper:Storage:Provider is {options.Provider}; it must be Sqlite or PostgreSql.";
        }

        if (options.Provider == StorageProvider.PostgreSql && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            yield return "Keeper:Storage:ConnectionString is missing; the provider PostgreSql needs it.";
        }

        if (options.Provider == StorageProvider.PostgreSql && FaultOf(options.ConnectionString) is { } reason)
        {
            yield return $"Keeper:Storage:ConnectionString can't be read: {reason} It must be Host=…;Username=…;Database=… and the like.";
        }

        if (options.Provider == StorageProvider.Sqlite && !string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            yield return "Keeper:Storage:ConnectionString is set; the provider Sqlite keeps its file in Keeper:DataPath and takes none.";
        }

        if (string.IsNullOrWhiteSpace(options.DataPath))
        {
            yield return "Keeper:DataPath is empty; it must name a folder.";
        }

        foreach (var fault in Ranges(options))
        {
            yield return fault;
        }
    }

    // The text itself is not told: it may hold a password.
    private static string? FaultOf(string? connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return fault.Message;
        }
    }

    private static IEnumerable<string> Ranges(StorageOptions options) =>
        from range in new (string Key, int Value, int Most)[]
        {
            ("WriteTimeoutSeconds", options.WriteTimeoutSeconds, 300),
            ("ReadTimeoutSeconds", options.ReadTimeoutSeconds, 300),
            ("Readers", options.Readers, 100),
        }
        where range.Value < 1 || range.Value > range.Most
        select $"Keeper:Storage:{range.Key} is {range.Value}; it must be from 1 to {range.Most}.";
}
