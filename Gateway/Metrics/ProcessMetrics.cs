using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Keeper.Gateway.Metrics;

/// <summary>A few figures of the process and the runtime, under the names that dashboards for .NET look for.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter;

    public ProcessMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Keeper.Process");
        _meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Resident memory.");
        _meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time used.");
        _meter.CreateObservableGauge("process.start_time", StartTime, "s", "Start of the process, seconds since 1970.");
        _meter.CreateObservableGauge("dotnet.gc.heap", () => GC.GetTotalMemory(false), "By", "Managed memory in use.");
        _meter.CreateObservableCounter("dotnet.gc.collections", Collections, description: "Garbage collections by generation.");
        _meter.CreateObservableCounter("dotnet.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time stopped for garbage collection.");
        _meter.CreateObservableGauge("dotnet.thread_pool.threads", () => ThreadPool.ThreadCount, description: "Threads of the pool.");
        _meter.CreateObservableGauge("dotnet.thread_pool.queue", () => ThreadPool.PendingWorkItemCount, description: "Work that waits for a thread.");
    }

    public void Dispose() => _meter.Dispose();

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static IEnumerable<Measurement<long>> Collections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            yield return new(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation));
    }
}
