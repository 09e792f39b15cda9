using System.Collections.Immutable;

namespace Imara.Boot.InForce;

/// <summary>The lines of a policy that was read back.</summary>
internal static class PolicyLines
{
    /// <summary>The lines without line feeds; empty ones are passed over.</summary>
    public static ImmutableArray<ByteString> Of(ReadOnlyMemory<byte> text)
    {
        var lines = ImmutableArray.CreateBuilder<ByteString>();
        foreach (var range in text.Span.Split((byte)'\n'))
        {
            if (!text.Span[range].IsEmpty)
            {
                lines.Add(new ByteString(text.Span[range]));
            }
        }

        return lines.ToImmutable();
    }
}
