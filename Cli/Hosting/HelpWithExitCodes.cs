using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Keeper.Cli.Errors;

namespace Keeper.Cli.Hosting;

/// <summary>The usual help; on the program itself followed by what its exit codes mean.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual, RootCommand root) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command != root)
            return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        foreach (var (exit, meaning) in ExitCodes.Meanings)
            output.WriteLine($"  {(int)exit,-5}{meaning}");
        return code;
    }
}
