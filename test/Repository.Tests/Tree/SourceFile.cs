namespace Keeper.Repository.Tests.Tree;

/// <summary>A C# file that somebody wrote.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<string> _code;

    public SourceFile(string path)
    {
        Path = path;
        Text = RepositoryTree.Read(path);
        _code = new Lazy<string>(() => CSharpText.WithoutCommentsAndStrings(Text));
    }

    /// <summary>Relative to the root.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text with comments and the contents of strings blanked out; line numbers stay what they are.</summary>
    public string Code => _code.Value;

    /// <summary>The folder at the root that it is in.</summary>
    public string TopFolder => Path.Split('/')[0];

    public bool IsTest => TopFolder == "test";

    public bool IsProduct => TopFolder is not ("test" or "bench");

    public int LineCount => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    /// <summary>A place in this file, as compilers print it.</summary>
    public string At(int index) => $"{Path}:{Text.AsSpan(0, index).Count('\n') + 1}";
}
