namespace Imara.Signatures.Keys;

/// <summary>PEM text (RFC 7468), which user space keeps keys in and the kernel does not read.</summary>
public static class Pem
{
    /// <summary>Decodes all blocks, in their order.</summary>
    /// <param name="text">ASCII text; other text around the blocks, and blocks that are not base64 or do not end, are passed over.</param>
    /// <returns>Labels such as <c>CERTIFICATE</c> or <c>PUBLIC KEY</c>, and the decoded bytes.</returns>
    public static IReadOnlyList<(string Label, byte[] Der)> ReadAll(ReadOnlySpan<byte> text) =>
        [.. PemBlock.ReadAll(text).Select(block => (block.Label, block.Der))];

    /// <summary>Decodes the first block with this label.</summary>
    /// <param name="text">As for <see cref="ReadAll"/>.</param>
    /// <param name="label">Such as <c>CERTIFICATE</c>, <c>PUBLIC KEY</c> or <c>RSA PUBLIC KEY</c>.</param>
    /// <param name="der">The decoded bytes, empty if there is no such block.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, string label, out byte[] der)
    {
        var found = PemBlock.ReadAll(text).Find(block => block.Label == label);
        der = found?.Der ?? [];
        return found is not null;
    }
}
