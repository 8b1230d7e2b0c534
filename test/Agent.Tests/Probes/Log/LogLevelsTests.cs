using System.Text;
using Keeper.Agent.Probes.Log;

namespace Keeper.Agent.Tests.Probes.Log;

/// <summary>Lines as programs write them.</summary>
public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("2026-11-22 10:00:00,123 ERROR [main] c.e.App - it broke", nameof(LogLevel.Error))]
    [InlineData("2026-11-22 10:00:00.123 UTC [42] LOG:  checkpoint starting: time", nameof(LogLevel.Info))]
    [InlineData("2026-11-22 10:00:00.123 UTC [42] FATAL:  password authentication failed", nameof(LogLevel.Fatal))]
    [InlineData("2026/11/22 10:00:00 [error] 31#31: *1 open() failed", nameof(LogLevel.Error))]
    [InlineData("[Sun Nov 22 10:00:00.1 2026] [core:warn] [pid 1] AH00098: x", nameof(LogLevel.Warn))]
    [InlineData("[10:00:00 INF] Now listening", nameof(LogLevel.Info))]
    [InlineData("warn: Microsoft.AspNetCore[0]", nameof(LogLevel.Warn))]
    [InlineData("dbug: Microsoft.AspNetCore[0]", nameof(LogLevel.Debug))]
    [InlineData("fail: Microsoft.AspNetCore[0]", nameof(LogLevel.Error))]
    [InlineData("W1122 10:00:00.000001       1 reflector.go:324] slow", nameof(LogLevel.Warn))]
    [InlineData("<11>Nov 22 10:00:00 host app: it broke", nameof(LogLevel.Error))]
    [InlineData("<134>1 2026-11-22T10:00:00Z host app - - - fine", nameof(LogLevel.Info))]
    [InlineData("time=2026-11-22T10:00:00Z level=warning msg=\"slow\"", nameof(LogLevel.Warn))]
    [InlineData("time=x lvl=\"eror\" msg=\"ERROR is in the text\"", nameof(LogLevel.Error))]
    [InlineData("Nov 22, 2026 10:00:00 AM org.x.Y z SEVERE: broke", nameof(LogLevel.Error))]
    [InlineData("1:M 22 Nov 2026 10:00:00.000 # WARNING: overcommit", nameof(LogLevel.Warn))]
    [InlineData("TRACE enter", nameof(LogLevel.Trace))]
    [InlineData("10:00 VERBOSE enter", nameof(LogLevel.Trace))]
    [InlineData("CRITICAL out of memory", nameof(LogLevel.Fatal))]
    [InlineData("   at Keeper.Agent.Run() in error handling", nameof(LogLevel.None))]
    [InlineData("NO_ERROR was found, see information", nameof(LogLevel.None))]
    [InlineData("127.0.0.1 - - \"GET /info HTTP/1.1\" 200 5", nameof(LogLevel.None))]
    [InlineData("<999>x", nameof(LogLevel.None))]
    [InlineData("", nameof(LogLevel.None))]
    public void Of_Text_FindsTheLevel(string line, string level) => Assert.Equal(level, Of(line));

    [Theory]
    [InlineData("""{"level":"error","msg":"x"}""", nameof(LogLevel.Error))]
    [InlineData("""{"msg":"ERROR","inner":{"level":"fatal"},"Severity":"Warning"}""", nameof(LogLevel.Warn))]
    [InlineData("""{"@t":"2026","@l":"Debug"}""", nameof(LogLevel.Debug))]
    [InlineData("""{"level":50,"msg":"pino"}""", nameof(LogLevel.Error))]
    [InlineData("""{"level":10}""", nameof(LogLevel.Trace))]
    [InlineData("""{"level":20}""", nameof(LogLevel.Debug))]
    [InlineData("""{"level":30}""", nameof(LogLevel.Info))]
    [InlineData("""{"level":40}""", nameof(LogLevel.Warn))]
    [InlineData("""{"level":60}""", nameof(LogLevel.Fatal))]
    [InlineData("""{"severity":3}""", nameof(LogLevel.Error))]
    [InlineData("""{"severity":7}""", nameof(LogLevel.Debug))]
    [InlineData("""{"severity":-1}""", nameof(LogLevel.None))]
    [InlineData("""{"msg":"ERROR"}""", nameof(LogLevel.None))]
    [InlineData("""{"level":"quite bad indeed, really"}""", nameof(LogLevel.None))]
    [InlineData("""{"msg":"cut ERROR in the mid""", nameof(LogLevel.Error))]
    [InlineData("{not json} [ERROR] x", nameof(LogLevel.Error))]
    public void Of_Json_ReadsTheFieldAtTheTop(string line, string level) => Assert.Equal(level, Of(line));

    [Fact]
    public void Of_WordFarBehind_IsPartOfTheMessage() => Assert.Equal(nameof(LogLevel.None), Of(new string('x', 250) + " ERROR"));

    private static string Of(string line) => LogLevels.Of(Encoding.UTF8.GetBytes(line), line).ToString();
}
