using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Embedded.Proxies;

/// <summary>A method of a grain interface: what its attributes say.</summary>
internal sealed class GrainMethod
{
    public GrainMethod(GrainInterface owner, MethodInfo info)
    {
        Interface = owner;
        Info = info;
        Parameters = info.GetParameters();
        TokenIndex = Array.FindIndex(Parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        AlwaysInterleaves = info.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = info.IsDefined(typeof(ReadOnlyAttribute));
        IsOneWay = info.IsDefined(typeof(OneWayAttribute)) || info.ReturnType == typeof(void);
        ResponseTimeout = info.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        FullName = $"{owner.Name}.{info.Name}";
    }

    public GrainInterface Interface { get; }

    public MethodInfo Info { get; }

    public ParameterInfo[] Parameters { get; }

    /// <summary>Position of the cancellation token; -1 without one.</summary>
    public int TokenIndex { get; }

    public bool AlwaysInterleaves { get; }

    public bool IsReadOnly { get; }

    public bool IsOneWay { get; }

    public TimeSpan? ResponseTimeout { get; }

    public string Name => Info.Name;

    public string FullName { get; }
}
