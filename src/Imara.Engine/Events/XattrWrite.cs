using Imara.Engine.Files;

namespace Imara.Engine.Events;

/// <summary>An extended attribute that the kernel itself writes; the driver carries it out.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Value">The new value.</param>
public sealed record XattrWrite(IFileView File, string Name, ReadOnlyMemory<byte> Value);
