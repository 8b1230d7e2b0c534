using Keeper.Protocol.Validation;

namespace Keeper.Cli.Errors;

/// <summary>What was typed makes no sense; every fault is in it.</summary>
internal sealed class UsageException(Faults faults) : Exception(faults.ToString())
{
    public Faults Faults { get; } = faults;

    public UsageException(string field, string message)
        : this(One(field, message))
    {
    }

    private static Faults One(string field, string message)
    {
        var faults = new Faults();
        faults.Add(field, message);
        return faults;
    }
}
