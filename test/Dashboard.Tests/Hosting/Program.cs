using Keeper.Dashboard.Tests.Fakes;
using Keeper.Dashboard.Tests.Hosting;

// For work on the looks: the dashboard over invented data that moves. Keys: kk.viewer, kk.operator, kk.admin.
var platform = SampleData.Fill(new FakePlatform());
await using var app = DashboardHost.Build(platform, args.Length > 0 ? args[0] : "http://127.0.0.1:7580");
await app.StartAsync();
Console.WriteLine($"{app.Urls.First()}/signin (kk.admin)");
using var moving = new MovingData(platform);
await app.WaitForShutdownAsync();
