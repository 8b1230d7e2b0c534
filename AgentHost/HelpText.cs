namespace Keeper.AgentHost;

/// <summary>What <c>--help</c> shows.</summary>
internal static class HelpText
{
    public const string Text = """
        Keeper agent: polls the platform, carries out what it is given inside this network, and reports.

        usage: AgentHost --gateway URL [--gateway URL2 ...] --token TOKEN [options]

          --gateway URL         where the platform is; several are tried in order (default http://127.0.0.1:7400)
          --token TOKEN         enrollment token; needed once, then the identity in the data folder is used
          --name NAME           the agent's name, unique in its VPC (default: this host's name)
          --data DIR            folder for identity, journal and reports not yet sent (default ./agent-data)
          --label KEY=VALUE     label for operators to filter by; may be repeated
          --capacity N          how many instructions run at once, 1 to 10000 (default 100)
          --ca-file FILE        PEM file with the only authorities to trust for the gateways
          --shutdown-grace S    seconds that running work may go on after a stop signal, 0 to 300 (default 10)
          --config FILE         JSON file with what the platform may ask of this host: limits, secrets, commands (off without it)
          --plugins DIR         folder with plug-ins, one sub-folder each (default: plugins in the data folder)
          --version, --help

        Each option is also an environment variable: KEEPER_AGENT_GATEWAY (comma-separated), KEEPER_AGENT_TOKEN,
        KEEPER_AGENT_NAME, KEEPER_AGENT_DATA, KEEPER_AGENT_LABEL (comma-separated), KEEPER_AGENT_CAPACITY,
        KEEPER_AGENT_CA_FILE, KEEPER_AGENT_SHUTDOWN_GRACE, KEEPER_AGENT_CONFIG, KEEPER_AGENT_PLUGINS.
        HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured.

        exit codes: 0 stopped by a signal · 1 failed · 2 wrong usage or unusable data folder · 3 not enrolled: no token,
        or the platform refused it · 4 the platform has taken the credential back · 5 another installation has taken over
        """;
}
