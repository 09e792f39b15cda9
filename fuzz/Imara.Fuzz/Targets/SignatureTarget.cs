using Imara.Hashing;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may be given as a signature: it is no exception, and not good by chance.</summary>
internal static class SignatureTarget
{
    private static readonly Lazy<Keyring> Keys = new(MakeKeys);
    private static readonly Digest Content = KernelHash.Compute(HashAlgo.Sha256, "content"u8);

    public static void Run(byte[] input)
    {
        foreach (var later in (ReadOnlySpan<bool>)[false, true])
        {
            var verdict = new SignatureVerifier(Keys.Value) { V3ForFiles = later }.Verify(input, Content);
            Property.Holds(!verdict.IsGood, "nobody signed it");
        }

        foreach (var key in Keys.Value.Entries)
        {
            Property.Holds(key.Key.Verify(HashAlgo.Sha256, Content.Bytes, input) != Errno.None, "nobody signed it");
        }
    }

    // A modulus of ones and the base point of P-256: not secret, but no input is a signature by chance.
    private static Keyring MakeKeys()
    {
        var keys = new Keyring();
        foreach (var spki in (ReadOnlySpan<string>)
        [
            "3081 9f30 0d06 092a 8648 86f7 0d01 0101 0500 0381 8d00 3081 8902 8181 00" + Ones(128) + "0203 0100 01",
            "3059 3013 0607 2a86 48ce 3d02 0106 082a 8648 ce3d 0301 0703 4200 04"
                + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        ])
        {
            if (!PublicKey.TryParseSpki(Convert.FromHexString(spki.Replace(" ", string.Empty, StringComparison.Ordinal)), out var key, out var error))
            {
                throw new InvalidOperationException(error.ToString());
            }

            keys.Add(key);
        }

        return keys;
    }

    private static string Ones(int bytes) => string.Concat(Enumerable.Repeat("ff", bytes));
}
