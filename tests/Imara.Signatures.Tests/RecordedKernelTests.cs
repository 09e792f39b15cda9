using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Every line of signatures.jsonl in every boot: our verdict and cause are those of the kernel that was recorded.</summary>
public class RecordedKernelTests
{
    private static readonly Keyring Ima = LabKeyring("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "untrusted");
    private static readonly Keyring Evm = LabKeyring("evm", "p256");

    [Fact]
    public void The_corpus_has_every_kind_of_signature()
    {
        Assert.Equal(92, Corpus.Signatures.Count);
        Assert.Equal(
            ["evm-portable", "ima-hash", "ima-v2", "modsig", "verity-v3"],
            Corpus.Signatures.Select(line => line.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_verdict_and_every_cause_is_the_kernels()
    {
        var differences = new List<string>();
        var compared = 0;
        foreach (var line in Corpus.Signatures)
        {
            foreach (var recorded in line.Verdicts)
            {
                compared++;
                var ours = line.Kind == "modsig" ? AppraiseModule(line) : Appraise(line, recorded);
                if (ours != recorded.Cause || recorded.Accept != (ours is null))
                {
                    differences.Add($"{line.Name} in {recorded.Boot}: kernel {recorded.Cause ?? "accepts"}, ours {ours ?? "accepts"}");
                }
            }
        }

        Assert.Empty(differences);
        Assert.Equal(164, compared);
    }

    [Fact]
    public void A_verity_digest_computed_from_the_content_is_the_kernels()
    {
        var lines = Corpus.Signatures.Where(line => line.Verity is not null).ToList();
        Assert.Equal(8, lines.Count);
        foreach (var line in lines)
        {
            using var verity = new VerityDigest(line.Verity!.Algo == HashAlgo.Sha256 ? VerityAlgo.Sha256 : VerityAlgo.Sha512);
            verity.Append(line.Content);
            Assert.Equal(line.Verity, verity.Finish());
        }
    }

    // What appraisal makes of the facts that this room finds out; null: accepted (docs/reference/appraisal.md 5).
    private static string? Appraise(RecordedSignature line, RecordedVerdict recorded)
    {
        var portable = false;
        if (recorded.Boot.EndsWith("/evm", StringComparison.Ordinal))
        {
            portable = IsPortableGood(line);
            if (!portable)
            {
                return "invalid-fail-immutable";
            }
        }

        var value = line.Ima!;
        var verity = recorded.Policy.Contains("digest_type=verity", StringComparison.Ordinal);
        var imasig = recorded.Policy.Contains("appraise_type=imasig", StringComparison.Ordinal);
        var digest = verity ? line.Verity! : KernelHash.Compute(ImaXattrRules.CollectAlgo(value, HashAlgo.Sha256, v3ForFiles: false), line.Content);
        var verdict = new SignatureVerifier(Ima).Verify(value, digest);
        switch ((ImaXattrType)value[0])
        {
            case ImaXattrType.Digest or ImaXattrType.DigestNg:
                return imasig && !portable ? "IMA-signature-required" : ImaXattrRules.DigestMatches(value, digest) ? null : "invalid-hash";
            case ImaXattrType.Signature when verity:
                return "verity-signature-required";
            case ImaXattrType.VeritySignature when imasig:
                return "IMA-signature-required";
            case ImaXattrType.Signature or ImaXattrType.VeritySignature:
                return verdict.Status switch
                {
                    SignatureStatus.Good => null,
                    SignatureStatus.WrongVersion => "invalid-signature-version",
                    SignatureStatus.UnsupportedVersion => "unknown",
                    _ => verity ? "invalid-verity-signature" : "invalid-signature",
                };
            default:
                return "unknown-ima-data";
        }
    }

    private static bool IsPortableGood(RecordedSignature line)
    {
        Assert.True(SignatureHeader.TryParse(line.Evm, out var header, out _));
        var input = EvmDigest.PortableInput(ProtectedXattrs.Default, name => name == ProtectedXattrs.Ima ? line.Ima : default(ReadOnlyMemory<byte>?), line.Metadata);
        return new SignatureVerifier(Evm).Verify(line.Evm, EvmDigest.Compute(header.Algo!.Value, input)).IsGood;
    }

    private static string? AppraiseModule(RecordedSignature line)
    {
        if (ModSig.Find(line.Content, out var modSig, out _) != Errno.None)
        {
            return "IMA-signature-required";
        }

        var verdict = new ModSigVerifier(Ima).Verify(modSig!, algo => KernelHash.Compute(algo, line.Content.AsSpan(0, modSig!.ContentLength)));
        return verdict.IsGood ? null : "invalid-signature";
    }

    // Filled as the laboratory did: with everything that the kernel let in.
    private static Keyring LabKeyring(params string[] names)
    {
        var trusted = Corpus.KeyringOf("ca");
        return Corpus.KeyringOf(names.Where(name => trusted.Admits(Corpus.Certificate(name)) == Errno.None));
    }
}
