namespace Imara.Tests.Shared;

/// <summary>The folder a page's commands ran in.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Printed">What they printed.</param>
internal sealed record GuideFolder(string Path, string Printed) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
