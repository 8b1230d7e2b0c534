using Keeper.AgentHost;

return await AgentProgram.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
