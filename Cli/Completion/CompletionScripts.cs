namespace Keeper.Cli.Completion;

/// <summary>The scripts, one a shell. Each hands the line up to the cursor to <c>keeper complete</c>.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # keeper completion for bash. Now: source <(keeper completion bash). For good: add that line to ~/.bashrc.
        _keeper_complete() {
            local typed="${COMP_LINE:0:COMP_POINT}" IFS=$'\n' reply
            COMPREPLY=()
            for reply in $(keeper complete -- "$typed" 2>/dev/null); do
                # Bash takes what follows a '=' for a word of its own; only that part may be put in.
                [[ "${typed##* }" == --*=* && "${COMP_WORDBREAKS-=}" == *=* ]] && reply="${reply#*=}"
                COMPREPLY+=("$reply")
                if [[ "$reply" == *= ]]; then compopt -o nospace; fi
            done
        }
        complete -o default -F _keeper_complete keeper
        """;

    private const string Zsh = """
        #compdef keeper
        # keeper completion for zsh. Now: source <(keeper completion zsh). For good: save it as _keeper in a folder of $fpath.
        _keeper() {
            local -a replies
            replies=("${(@f)$(keeper complete -- "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
            replies=(${replies:#})
            (( ${#replies} )) || { _files; return }
            compadd -S '' -- ${(M)replies:#*=}
            compadd -- ${replies:#*=}
        }
        if [[ "${funcstack[1]}" == "_keeper" ]]; then _keeper "$@"; else compdef _keeper keeper; fi
        """;

    private const string Fish = """
        # keeper completion for fish. Now: keeper completion fish | source. For good: save it as ~/.config/fish/completions/keeper.fish.
        complete -c keeper -e
        complete -c keeper -a '(keeper complete -- (commandline -cp | string collect) 2>/dev/null)'
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
    };

    public static IReadOnlyCollection<string> Shells => Scripts.Keys;

    public static string Of(string shell) => Scripts[shell];
}
