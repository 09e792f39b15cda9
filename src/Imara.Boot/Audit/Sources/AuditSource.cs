namespace Imara.Boot.Audit.Sources;

/// <summary>A log to be read.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="stream">The log.</param>
/// <param name="isOfBoot">True if it holds this boot only.</param>
public sealed class AuditSource(string name, Stream stream, bool isOfBoot) : IDisposable
{
    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>The log; reading it may throw <see cref="IOException"/>.</summary>
    public Stream Stream => stream;

    /// <summary>True if it holds this boot only.</summary>
    public bool IsOfBoot => isOfBoot;

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
