namespace Imara.Traces.Model;

/// <summary>A place where a file system, or a folder of one, is mounted.</summary>
/// <param name="FileSystem">What is mounted.</param>
/// <param name="Root">The folder, or file, that appears there.</param>
/// <param name="Point">Where; null for the root of everything.</param>
internal sealed record ModelMount(ModelFileSystem FileSystem, ModelNode Root, ModelEntry? Point)
{
    /// <summary>Nothing can be executed from it.</summary>
    public bool IsNoExec { get; init; }
}
