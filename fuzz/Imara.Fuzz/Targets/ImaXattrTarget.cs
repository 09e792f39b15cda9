using Imara.Signatures;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may stand in security.ima and security.evm: they decode without loss or are refused inside the value.</summary>
internal static class ImaXattrTarget
{
    public static void Run(byte[] input)
    {
        if (ImaXattr.TryParse(input, out var ima, out var error))
        {
            Property.Holds(ima.Value.Span.SequenceEqual(input), "nothing of a value is lost");
            if (ima.Digest is { } digest && ima.Rest.IsEmpty && ima.Type == ImaXattrType.DigestNg && digest.Algo > HashAlgo.Sha1)
            {
                Property.Holds(ImaXattrWriter.Write(digest).AsSpan().SequenceEqual(input), "a digest writes back as it was read");
            }

            if (ima.Header is { Version: 2 or 3 } header && header.Algo is { } algo && header.SignatureLength == ima.Rest.Length && !ima.Rest.IsEmpty)
            {
                var written = ImaXattrWriter.WriteSignature(header.Type, header.Version, algo, header.KeyId, ima.Rest.Span);
                Property.Holds(written.AsSpan().SequenceEqual(input), "a signature writes back as it was read");
            }
        }
        else
        {
            Property.Holds(error.Offset >= 0 && error.Offset <= input.Length, "the offset of an error lies in the value");
        }

        if (!EvmXattr.TryParse(input, out _, out error))
        {
            Property.Holds(error.Offset >= 0 && error.Offset <= input.Length, "the offset of an error lies in the value");
        }
    }
}
