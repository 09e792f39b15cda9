using System.Buffers.Binary;

namespace Imara.Signatures.Keys;

/// <summary>Keyids cut from longer identifiers.</summary>
internal static class KeyIds
{
    /// <summary>The last four bytes as a big-endian number; null if there are fewer.</summary>
    public static uint? Of(ReadOnlyMemory<byte> id) => id.Length < 4 ? null : BinaryPrimitives.ReadUInt32BigEndian(id.Span[^4..]);
}
