using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The store holds another version than the one that was read. The activation that meets it is ended.</summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>A conflict without details.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>A conflict with a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict with a message and its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>A conflict with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>A conflict with both versions and its cause.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in the store.</summary>
    [Id(1)]
    public string? StoredEtag { get; }

    /// <summary>The version in memory.</summary>
    [Id(2)]
    public string? CurrentEtag { get; }

    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()} StoredEtag: {StoredEtag}, CurrentEtag: {CurrentEtag}";
}

/// <summary>No store of that name is registered.</summary>
[GenerateSerializer]
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>A fault without details.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>A fault with a message.</summary>
    public BadProviderConfigException(string msg)
        : base(msg)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public BadProviderConfigException(string msg, Exception exc)
        : base(msg, exc)
    {
    }
}
