using Imara.Evaluation;

namespace Imara.Traces.Model;

/// <summary>A process that does operations.</summary>
internal sealed class ModelActor
{
    public required Credentials Creds { get; set; }

    public ByteString Label { get; set; }

    /// <summary>personality(2): readable mappings are executable too.</summary>
    public bool ReadImpliesExec { get; set; }

    public Dictionary<string, ModelHandle> Handles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ModelMapping> Mappings { get; } = new(StringComparer.Ordinal);
}
