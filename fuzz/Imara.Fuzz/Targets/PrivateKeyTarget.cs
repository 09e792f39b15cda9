using Imara.Signatures.Keys;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may be given as a private key: a key that signs and verifies, or a refusal with a reason.</summary>
internal static class PrivateKeyTarget
{
    public static void Run(byte[] input)
    {
        var read = SigningKeyFile.TryRead(input, "x", out var file, out var failure, out var reason);
        Property.Holds(read == file is not null, "an answer without a failure has a key");
        Property.Holds(read == (failure == SigningKeyFailure.None) && read == (reason.Length == 0), "a refusal has a reason");
        using (file)
        {
            if (file is null)
            {
                return;
            }

            // The private half may not fit the public one: then what it signs is not good, but nothing throws.
            var digest = Digest.Zero(HashAlgo.Sha256);
            if (file.Key.TrySign(digest, out var signature, out _))
            {
                Property.Holds(signature.Length <= file.Key.MaxSignatureSize, "a signature is not longer than announced");
                _ = file.Key.PublicKey.Verify(digest.Algo, digest.Bytes, signature);
            }

            _ = SigningKeyId.TryFind(file, certificate: null, given: null, out _, out _);
        }
    }
}
