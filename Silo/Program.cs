return await Keeper.Silo.KeeperSilo.RunAsync(args);
