using System.Text.Json;
using Keeper.Agent.Files;

namespace Keeper.Agent.Identity;

/// <summary>Keeps the identity in the data folder, readable by its owner alone.</summary>
internal sealed class IdentityFile(string folder, IDisk? disk = null)
{
    private readonly string _path = Path.Combine(folder, "identity.json");

    /// <exception cref="AgentStartException">The file is there but is not an identity: a person has to look.</exception>
    public AgentIdentity LoadOrCreate()
    {
        if (!File.Exists(_path))
        {
            var created = new AgentIdentity { InstanceId = Guid.NewGuid().ToString("N") };
            Save(created);
            return created;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), AgentJson.Default.AgentIdentity)
                ?? throw new AgentStartException($"'{_path}' is empty; remove it to enrol anew");
        }
        catch (JsonException e)
        {
            throw new AgentStartException($"'{_path}' is not an identity ({e.Message}); remove it to enrol anew", e);
        }
    }

    public void Save(AgentIdentity identity) =>
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(identity, AgentJson.Default.AgentIdentity), disk);
}
