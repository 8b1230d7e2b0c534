using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tasks;

/// <summary>Body of <c>POST /tasks/batch</c>.</summary>
/// <param name="Tasks">1 to <see cref="TaskRequest.MaxBatch"/>, for any VPCs.</param>
public sealed record TaskBatch(IReadOnlyList<TaskRequest> Tasks)
{
    /// <summary>Reads the body; <see langword="null"/> when a fault was noted, in whichever element.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="aims">Gets what only VPCs can judge, also when something else is wrong.</param>
    public static TaskBatch? Read(ObjectReader reader, ICollection<TaskAim>? aims = null)
    {
        var tasks = new List<TaskRequest>();
        foreach (var (element, path) in reader.Items("tasks", TaskRequest.MaxBatch, required: true))
        {
            if (TaskRequest.Read(new ObjectReader(element, path, reader.Faults), aims) is { } task)
                tasks.Add(task);
        }

        if (tasks.Count == 0 && !reader.Faulty)
            reader.Fault("tasks", "must not be empty");
        reader.Done();
        return reader.Faulty ? null : new TaskBatch(tasks);
    }
}
