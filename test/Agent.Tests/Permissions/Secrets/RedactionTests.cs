using System.Net;
using System.Text;
using System.Text.Json;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Tests.Permissions.Secrets;

public sealed class RedactionTests
{
    private const string Secret = "Tr0ub4dor&3/öß+?\"<x>";

    private static readonly Redaction Redaction = Redaction.Of([Secret]);

    public static TheoryData<string> Codes => new(
        Secret,
        Uri.EscapeDataString(Secret),
        WebUtility.UrlEncode(Secret),
        WebUtility.UrlEncode(Secret).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%C3%B6", "%c3%b6", StringComparison.Ordinal)
            .Replace("%C3%9F", "%c3%9f", StringComparison.Ordinal).Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%3F", "%3f", StringComparison.Ordinal)
            .Replace("%3C", "%3c", StringComparison.Ordinal).Replace("%3E", "%3e", StringComparison.Ordinal),
        JsonEncodedText.Encode(Secret).Value,
        WebUtility.HtmlEncode(Secret),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).Replace('+', '-').Replace('/', '_').TrimEnd('='));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Apply_AnyCodeOfTheSecret_IsHidden(string code) =>
        Assert.Equal("before (secret) after", Redaction.Apply($"before {code} after"));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("user:")]
    public void Apply_Base64OfALongerText_HidesAllThatTellsTheSecret(string before)
    {
        var code = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + "tail"));

        var clean = Redaction.Apply(code);

        Assert.Contains("(secret)", clean, StringComparison.Ordinal);
        Assert.InRange(clean.Replace("(secret)", "", StringComparison.Ordinal).Length, 0, (before.Length + "tail".Length) * 4 / 3 + 4);
    }

    [Fact]
    public void Apply_SeveralTimesAndNothingElse_IsHiddenEachTime() =>
        Assert.Equal("(secret)(secret) and (secret)", Redaction.Apply($"{Secret}{Secret} and {Secret}"));

    [Fact]
    public void Apply_OneSecretInsideAnother_HidesTheLonger() =>
        Assert.Equal("x (secret) y (secret)", Redaction.Of(["horse", "correct horse battery"]).Apply("x correct horse battery y horse"));

    [Fact]
    public void Apply_SecretsThatOverlap_AreOneMark() =>
        Assert.Equal("(secret)", Redaction.Of(["abcdefgh", "efghijkl"]).Apply("abcdefghijkl"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    public void OfWritten_NothingOrShort_LeavesTextsAlone(string? password) =>
        Assert.Equal("a short text", Redaction.OfWritten(password).Apply("a short text"));

    [Fact]
    public void OfWritten_Password_IsHidden() => Assert.Equal("not (secret)!", Redaction.OfWritten("hunter2").Apply("not hunter2!"));

    [Fact]
    public void Apply_SecretThatIsTheMark_EndsAndIsHidden() => Assert.Equal("a (secret) b", Redaction.Of(["secret"]).Apply("a secret b"));

    [Fact]
    public void Apply_SecretOfSeveralLines_HidesEachLineAndTheFlatForm()
    {
        var redaction = Redaction.Of(["-----BEGIN KEY-----\nMIIEvgIBADANBg\n-----END KEY-----"]);

        Assert.Equal("got '(secret)'", redaction.Apply("got '-----BEGIN KEY----- MIIEvgIBADANBg -----END KEY-----'"));
        Assert.Equal("line (secret)", redaction.Apply("line MIIEvgIBADANBg"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(20)]
    public void Apply_SecretCutInTheMiddle_HidesWhatIsLeftOfIt(int length) =>
        Assert.Equal("body (secret)…", Redaction.Apply(Results.Cut($"body {Secret}{Secret}", length)));

    [Fact]
    public void Apply_SecretOnBothSidesOfACut_HidesBothPieces() =>
        Assert.Equal("head (secret)\n… 9 bytes cut …\n(secret) tail", Redaction.Apply($"head {Secret[..6]}\n… 9 bytes cut …\n{Secret[^6..]} tail"));

    [Fact]
    public void Apply_Result_HidesItInEveryField()
    {
        var result = new TaskResult
        {
            Outcome = Outcome.TargetFailed,
            Message = $"m {Secret}",
            Output = $"o {Secret}",
            Assertions = [new Assertion($"t {Secret}", false, $"a {Secret}")],
            Phases = new Dictionary<string, double> { [$"p {Secret}"] = 1 },
            Values = new Dictionary<string, double> { [$"v {Secret}"] = 2 },
        };

        var clean = JsonSerializer.Serialize(Redaction.Apply(result));

        Assert.Equal(6, clean.Split("(secret)").Length - 1);
        Assert.DoesNotContain("Tr0ub4dor", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_NoSecrets_LeavesTheVeryResult()
    {
        var result = new TaskResult { Outcome = Outcome.Success, Message = "m" };

        Assert.Same(result, Redaction.None.Apply(result));
    }
}
