using Keeper.Cli.Discovery;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Discovery;

public sealed class ServerLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Locate_NothingGiven_IsTheDefaultAddressWithoutKeyAndSaysWhereItLooked()
    {
        var server = Locate();

        Assert.Equal(new Uri("http://127.0.0.1:7480"), Assert.Single(server.Urls));
        Assert.Null(server.Key);
        Assert.Contains(_folder.Combine("data", "admin.key"), server.KeySource);
    }

    [Fact]
    public void Locate_KeyFileInDataFolder_IsUsedForThisMachine()
    {
        WriteKey("data", "from-data\n");

        var server = Locate();

        Assert.Equal("from-data", server.Key);
        Assert.Equal($"the file {Path.Combine("data", "admin.key")}", server.KeySource);
    }

    [Fact]
    public void Locate_DataPathVariable_ReplacesTheDataFolder()
    {
        WriteKey("data", "wrong");
        WriteKey("elsewhere", "right");
        _environment["KEEPER__DataPath"] = "elsewhere";

        Assert.Equal("right", Locate().Key);
    }

    [Fact]
    public void Locate_AddressOfAnotherMachine_NeverGetsTheLocalKey()
    {
        WriteKey("data", "secret");

        var server = Locate(url: ["http://keeper.example:7480"]);

        Assert.Null(server.Key);
        Assert.Contains("servers on this machine only", server.KeySource);
    }

    [Fact]
    public void Locate_KeyVariable_GoesBeforeTheDataFolder()
    {
        WriteKey("data", "from-data");
        _environment["KEEPER_KEY"] = "from-variable";

        Assert.Equal(("from-variable", "KEEPER_KEY"), (Locate().Key, Locate().KeySource));
    }

    [Fact]
    public void Locate_KeyFileOption_GoesBeforeTheVariable()
    {
        File.WriteAllText(_folder.Combine("my.key"), "from-file");
        _environment["KEEPER_KEY"] = "from-variable";

        Assert.Equal("from-file", Locate(keyFile: "my.key").Key);
    }

    [Fact]
    public void Locate_KeyOption_GoesBeforeTheVariable()
    {
        _environment["KEEPER_KEY"] = "from-variable";

        Assert.Equal(("from-option", "--key"), (Locate(key: "from-option").Key, Locate(key: "from-option").KeySource));
    }

    [Fact]
    public void Locate_UrlOption_GoesBeforeTheVariable()
    {
        _environment["KEEPER_URL"] = "http://b:1";

        Assert.Equal(["http://a:1/", "http://c:1/"], Locate(url: ["http://a:1", "http://c:1"]).Urls.Select(u => u.ToString()));
    }

    [Fact]
    public void Locate_UrlVariable_MayHoldSeveral()
    {
        _environment["KEEPER_URL"] = "http://a:1, https://b:2";

        Assert.Equal(["http://a:1/", "https://b:2/"], Locate().Urls.Select(u => u.ToString()));
    }

    [Fact]
    public void Locate_SeveralFaults_NamesEveryOne()
    {
        var fault = Assert.Throws<UsageException>(() => Locate(url: ["ftp://a", "b"], key: "k", keyFile: "f"));

        Assert.Equal(["--key", "--url"], fault.Faults.ByField().Keys);
        Assert.Equal(2, fault.Faults.ByField()["--url"].Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void Locate_KeyFileWithoutAKey_IsAFault(string content)
    {
        File.WriteAllText(_folder.Combine("my.key"), content);

        Assert.Throws<UsageException>(() => Locate(keyFile: "my.key"));
    }

    [Fact]
    public void Locate_MissingKeyFile_NamesIt()
    {
        var fault = Assert.Throws<UsageException>(() => Locate(keyFile: "gone.key"));

        Assert.Contains(_folder.Combine("gone.key"), fault.Message);
    }

    private ServerAddress Locate(string[]? url = null, string? key = null, string? keyFile = null) =>
        new ServerLocator(new CliHost
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            Directory = _folder.Path,
            Environment = name => _environment.GetValueOrDefault(name),
        }).Locate(url ?? [], key, keyFile);

    private void WriteKey(string folder, string key)
    {
        Directory.CreateDirectory(_folder.Combine(folder));
        File.WriteAllText(_folder.Combine(folder, "admin.key"), key);
    }
}
