using Keeper.Repository.Tests.Tree;

namespace Keeper.Repository.Tests.Sources;

/// <summary>House rules that a compiler does not know. Each is a line here and a sentence in CONTRIBUTING.md.</summary>
public sealed class SourceRuleTests
{
    private const string OwnFolder = "test/Repository.Tests/Sources/";

    private static readonly Dictionary<string, SourceRule> Rules = new(StringComparer.Ordinal)
    {
        ["unfinished code"] = new(
            @"NotImplementedException|\b(?:TODO|FIXME|HACK|XXX)\b", NotThisFolder, "finish it, or leave it out", InComments: true),
        ["direct clock read"] = new(
            @"\bDateTime(?:Offset)?\.(?:Utc)?(?:Now|Today)\b|\bStopwatch\.|\bnew Stopwatch|\bEnvironment\.TickCount",
            s => !IsMeasuringRealTime(s), "time comes from a TimeProvider"),
        // As a default it may stand. The store's own disk deadlines are real time whatever clock a test moves.
        ["system clock"] = new(
            @"(?<!\?\? |= |=> |TryAddSingleton\()\bTimeProvider\.System\b",
            s => s.IsProduct && !IsProgramStart(s) && s.Path != "Storage/Store.cs",
            "only a program's start chooses the clock"),
        ["wait without the clock"] = new(
            @"\b(?:Task\.Delay|new PeriodicTimer|new CancellationTokenSource)\((?!\s*\))(?![^;]*(?i:_time\b|\btime\b|timeProvider|clock))|\bnew Timer\(",
            s => s.IsProduct,
            "pass the TimeProvider"),
        ["sleep in a test"] = new(
            @"\bThread\.Sleep\b|\bTask\.Delay\((?!Timeout\.Infinite)|\bSpinWait\b", s => s.IsTest && s.Path != "test/Testing/Waiting/Deadline.cs", "await an event"),
        ["sleep in product code"] = new(@"\bThread\.Sleep\b|\bSpinWait\.SpinUntil\b", s => s.IsProduct, "await an event"),
        // The runtime itself reads outcomes of finished tasks, its test cluster has Orleans' blocking forms, and properties of
        // FsCheck are synchronous.
        ["blocking wait"] = new(
            @"\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)|Async\([^;\n]*\)\.Result\b|\b\w+Task\.Result\b|\bTask\.Wait(?:All|Any)\(",
            s => s.TopFolder != "bench" && !s.Path.StartsWith("Orleans.Embedded/Calls/", StringComparison.Ordinal)
                && s.Path != "Orleans.Embedded/Testing/Blocking.cs" && !s.Text.Contains("using FsCheck", StringComparison.Ordinal),
            "await it"),
        ["empty catch"] = new(
            @"\bcatch(?:\s*\([^)]*\))?\s*\{\s*\}", _ => true, "filter, log or return"),
        ["conditional grain code"] = new(
            @"^\s*#if\b", s => s.TopFolder is "Grains" or "Grains.Interfaces", "grain code does not know which runtime it is on"),
        ["suppression without a reason"] = new(
            @"^\s*#pragma warning disable [^/\n]*$|SuppressMessage\((?![^)]*Justification)", NotThisFolder, "say why", InComments: true),
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Sources_HouseRule_Holds(string rule) => Faults.None(Rules[rule].Faults);

    [Theory]
    [InlineData("unfinished code", "// TODO: later")]
    [InlineData("direct clock read", "var now = DateTimeOffset.UtcNow;")]
    [InlineData("system clock", "var loop = new Loop(TimeProvider.System);")]
    [InlineData("wait without the clock", "await Task.Delay(1000, cancellationToken);")]
    [InlineData("wait without the clock", "using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(1));")]
    [InlineData("sleep in a test", "Thread.Sleep(5);")]
    [InlineData("blocking wait", "var x = LoadAsync(id).Result;")]
    [InlineData("empty catch", "catch (IOException)\n{\n}")]
    [InlineData("suppression without a reason", "#pragma warning disable CA1000")]
    public void Pattern_OffendingLine_Matches(string rule, string line) => Assert.Matches(Rules[rule].Pattern, line);

    [Theory]
    [InlineData("wait without the clock", "await Task.Delay(delay, _time, cancellationToken);")]
    [InlineData("wait without the clock", "using var cts = new CancellationTokenSource(limit, options.Time);")]
    [InlineData("wait without the clock", "using var cts = new CancellationTokenSource();")]
    [InlineData("blocking wait", "var outcome = task.Result;")]
    [InlineData("system clock", "services.GetService<TimeProvider>() ?? TimeProvider.System")]
    [InlineData("empty catch", "catch (IOException e) when (e.HResult == 1)\n{\n}")]
    [InlineData("suppression without a reason", "#pragma warning disable CA1000 // the contract says so")]
    public void Pattern_InnocentLine_DoesNotMatch(string rule, string line) => Assert.DoesNotMatch(Rules[rule].Pattern, line);

    private static bool NotThisFolder(SourceFile source) => !source.Path.StartsWith(OwnFolder, StringComparison.Ordinal);

    private static bool IsProgramStart(SourceFile source) => source.TopFolder is "Silo" or "AgentHost" or "Cli";

    /// <summary>Benchmarks and what watches real processes measure real time; nothing else does.</summary>
    private static bool IsMeasuringRealTime(SourceFile source) =>
        source.TopFolder == "bench" || source.Path.StartsWith("test/Process.Tests/", StringComparison.Ordinal);
}
