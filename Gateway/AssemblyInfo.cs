using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Keeper.Gateway.Tests")]
