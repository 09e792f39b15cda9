namespace Imara.Traces.Model;

/// <summary>A mapping of a process; anonymous where there is no handle.</summary>
internal sealed class ModelMapping(ModelHandle? handle)
{
    public ModelHandle? Handle { get; } = handle;

    public bool IsExecutable { get; set; }

    /// <summary>Shared, through a descriptor that may write.</summary>
    public bool CountsAsWritable { get; init; }
}
