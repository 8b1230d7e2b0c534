namespace Keeper.Agent.Probes.Log;

/// <summary>How serious a line is, by the many ways in which programs say it.</summary>
internal enum LogLevel
{
    None,
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}
