using System.Buffers.Binary;
using Imara.Hashing;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Measurements.Tests.Replay;

public sealed class EntrySignaturesTests : IDisposable
{
    private const uint KeyId = 0x01020304;
    private static readonly byte[] Content = "content"u8.ToArray();

    private readonly NewKey file = NewKey.Generate(NewKeyKind.P256);
    private readonly Keyring keys = new();

    public EntrySignaturesTests() => keys.Add(file.Key.PublicKey);

    private uint OwnId => BinaryPrimitives.ReadUInt32BigEndian(file.Key.PublicKey.ComputeSkid().AsSpan(^4..));

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("ima-sig", 2)]
    [InlineData("ima-sigv2", 2)]
    [InlineData("ima-sig", 3)]
    public void A_signature_over_the_digest_beside_it_is_good(string template, byte version)
    {
        var entry = Signed(template, OwnId, version, HashAlgo.Sha256);
        Assert.Equal((EntrySignatureStatus.Good, string.Empty), Judge(entry));
        var verified = Verify(entry);
        Assert.Equal((ListVerdict.Proven, new SignatureCounts(1, 0, 0, 0)), (verified.Verdict, verified.Signatures));
    }

    [Fact]
    public void A_bad_signature_is_a_mismatch_and_an_unknown_key_leaves_the_list_unproven()
    {
        var good = Signed("ima-sig", OwnId, 2, HashAlgo.Sha256);
        var data = good.Data.ToArray();
        data[^1] ^= 1;
        var bad = new MeasurementEntry(good.Pcr, good.Template!, data);
        Assert.Equal((EntrySignatureStatus.Bad, "the signature of /bin/x: bad signature"), Judge(bad));
        Assert.Equal((ListVerdict.Mismatch, "bad-signature"), (Verify(bad).Verdict, Verify(bad).Findings.Single().KindName));

        var unknown = Signed("ima-sig", KeyId, 2, HashAlgo.Sha256);
        Assert.Equal((EntrySignatureStatus.UnknownKey, "the signature of /bin/x: unknown keyid 01020304"), Judge(unknown));
        Assert.Equal((ListVerdict.Unproven, new SignatureCounts(0, 0, 1, 0)), (Verify(unknown).Verdict, Verify(unknown).Signatures));
    }

    [Fact]
    public void A_signature_over_another_algorithm_than_that_of_the_list_is_bad() =>
        Assert.Equal((EntrySignatureStatus.Bad, "the signature of /bin/x: it is over another digest than the sha256 of the list"), Judge(Signed("ima-sig", OwnId, 2, HashAlgo.Sha512)));

    [Fact]
    public void What_cannot_be_verified_from_a_list_is_not_passed_over()
    {
        Assert.True(new SignatureMaker(file.Key, OwnId).TrySign(ImaXattrType.EvmPortableSignature, KernelHash.Compute(HashAlgo.Sha256, Content), out var value, out _));
        foreach (var template in (string[])["ima-sig", "evm-sig"])
        {
            var entry = Entry(template, new MeasurementFacts { EvmXattr = value });
            Assert.Equal(EntrySignatureStatus.Unchecked, Judge(entry).Status);
            Assert.Equal(ListVerdict.Unproven, Verify(entry).Verdict);
        }
    }

    [Fact]
    public void Entries_without_a_signature_count_nowhere()
    {
        Assert.Equal(new SignatureCounts(0, 0, 0, 0), Verify(Entry("ima-sig", new MeasurementFacts())).Signatures);
        Assert.Equal(EntrySignatureStatus.None, Judge(Entries.Of("/x")).Status);
    }

    [Fact]
    public void An_appended_signature_is_verified_against_its_own_digest()
    {
        var digest = KernelHash.Compute(HashAlgo.Sha256, Content);
        Assert.True(ModSigWriter.TrySign(file.Key, ModSigSigner.BySkid(file.Key.PublicKey.ComputeSkid()), digest, out var appended, out var reason), reason);
        var pkcs7 = appended.AsMemory(0, appended.Length - 12 - ModSig.Marker.Length);
        var entry = Entry("ima-modsig", new MeasurementFacts { Modsig = pkcs7, ModsigDigest = digest });
        Assert.Equal((EntrySignatureStatus.Good, string.Empty), Judge(entry));
        var other = Entry("ima-modsig", new MeasurementFacts { Modsig = pkcs7, ModsigDigest = KernelHash.Compute(HashAlgo.Sha256, "x"u8) });
        Assert.Equal((EntrySignatureStatus.Bad, "the signature of /bin/x: the appended one is bad"), Judge(other));
        Assert.Equal(EntrySignatureStatus.Bad, Judge(Entry("ima-modsig", new MeasurementFacts { Modsig = pkcs7[1..], ModsigDigest = digest })).Status);
        Assert.Equal(EntrySignatureStatus.UnknownKey, new EntrySignatures(new Keyring()).Judge(entry, out _));
    }

    private static MeasurementEntry Entry(string template, MeasurementFacts facts)
    {
        var known = Template.BuiltIn.Single(one => one.Name == template);
        return new MeasurementEntry(10, known, TemplateWriter.Write(known, facts with { Name = "/bin/x"u8.ToArray(), FileDigest = KernelHash.Compute(HashAlgo.Sha256, Content) }));
    }

    private MeasurementEntry Signed(string template, uint keyid, byte version, HashAlgo algo)
    {
        Assert.True(new SignatureMaker(file.Key, keyid, version).TrySign(ImaXattrType.Signature, KernelHash.Compute(algo, Content), out var value, out var reason), reason);
        return Entry(template, new MeasurementFacts { ImaXattr = value });
    }

    private (EntrySignatureStatus Status, string Reason) Judge(MeasurementEntry entry) => (new EntrySignatures(keys).Judge(entry, out var reason), reason);

    private ListVerification Verify(MeasurementEntry entry)
    {
        MeasurementEntry[] entries = [Entries.Of("boot_aggregate"), entry];
        using var bank = new PcrBank(HashAlgo.Sha256);
        Array.ForEach(entries, bank.Extend);
        var values = new PcrValues();
        values.Bank(HashAlgo.Sha256).Set(10, bank.Value(10));
        var list = MeasurementListReader.Open(new MemoryStream(Entries.Binary(HashAlgo.Sha256, entries)));
        return ListVerifier.Verify(list, values, new ListVerifierOptions { Signatures = new EntrySignatures(keys) });
    }
}
