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

    [Theory]
    [InlineData(EvmMachine.LittleEndian64, 2)]
    [InlineData(EvmMachine.LittleEndian64, 3)]
    [InlineData(EvmMachine.LittleEndian32, 2)]
    public void A_portable_signature_over_the_metadata_beside_it_is_good(EvmMachine machine, byte version)
    {
        var entry = Portable(LabelOf(Content), machine, version);
        Assert.Equal((EntrySignatureStatus.Good, string.Empty), Judge(entry));
        var verified = Verify(entry);
        Assert.Equal((ListVerdict.Proven, new SignatureCounts(1, 0, 0, 0)), (verified.Verdict, verified.Signatures));
        Assert.Equal(
            (EntrySignatureStatus.UnknownKey, $"the signature of /bin/x: that of metadata is by the unknown keyid {OwnId:x8}"),
            (new EntrySignatures(new Keyring()).Judge(entry, out var reason), reason));
    }

    [Fact]
    public void A_portable_signature_over_other_metadata_is_bad()
    {
        var whole = Portable(LabelOf(Content));
        foreach (var changed in (MeasurementFacts[])[Facts with { Uid = 1 }, Facts with { Gid = 1 }, Facts with { Mode = 0x89ed }, Facts with { ProtectedXattrs = [new("security.ima", LabelOf(Content))] }])
        {
            var entry = Entry("evm-sig", changed with { EvmXattr = EvmOf(whole) });
            Assert.Equal((EntrySignatureStatus.Bad, "the signature of /bin/x: that of metadata is bad"), Judge(entry));
            Assert.Equal(ListVerdict.Mismatch, Verify(entry).Verdict);
        }
    }

    [Fact]
    public void Signed_metadata_of_other_content_is_bad() =>
        Assert.Equal((EntrySignatureStatus.Bad, "the signature of /bin/x: the signed metadata is that of other content"), Judge(Portable(LabelOf("other"u8))));

    [Fact]
    public void Signed_metadata_with_a_label_of_another_algorithm_is_unchecked() =>
        Assert.Equal(EntrySignatureStatus.Unchecked, Judge(Portable([4, (byte)HashAlgo.Sha512, .. KernelHash.Compute(HashAlgo.Sha512, Content).Bytes])).Status);

    [Fact]
    public void Signed_metadata_with_a_signed_label_is_as_good_as_that_signature()
    {
        Assert.True(new SignatureMaker(file.Key, OwnId).TrySign(ImaXattrType.Signature, KernelHash.Compute(HashAlgo.Sha256, Content), out var good, out _));
        Assert.Equal(EntrySignatureStatus.Good, Judge(Portable(good)).Status);
        Assert.True(new SignatureMaker(file.Key, OwnId).TrySign(ImaXattrType.Signature, KernelHash.Compute(HashAlgo.Sha256, "other"u8), out var other, out _));
        Assert.Equal(EntrySignatureStatus.Bad, Judge(Portable(other)).Status);
    }

    [Fact]
    public void Fields_of_metadata_that_contradict_each_other_are_unchecked()
    {
        var whole = Portable(LabelOf(Content));
        Assert.True(whole.TryGetFields(out var fields));
        foreach (var lost in (TemplateField[])[TemplateField.XattrNames, TemplateField.XattrLengths, TemplateField.XattrValues, TemplateField.IUid, TemplateField.IMode])
        {
            var data = new MemoryStream();
            foreach (var (field, value) in fields)
            {
                var left = field == lost ? value[..(value.Length / 2)] : value;
                data.Write(BitConverter.GetBytes(left.Length));
                data.Write(left.Span);
            }

            Assert.Equal(EntrySignatureStatus.Unchecked, Judge(new MeasurementEntry(10, whole.Template!, data.ToArray())).Status);
        }
    }

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

    private static MeasurementFacts Facts => new()
    {
        Uid = 1000,
        Gid = 100,
        Mode = 0x81ed,
        ProtectedXattrs = [new("security.selinux", "label\0"u8.ToArray()), new("security.ima", LabelOf(Content)), new("security.capability", new byte[20])],
    };

    private static byte[] LabelOf(ReadOnlySpan<byte> content) => [4, (byte)HashAlgo.Sha256, .. KernelHash.Compute(HashAlgo.Sha256, content).Bytes];

    private static ReadOnlyMemory<byte> EvmOf(MeasurementEntry entry) => entry.TryGetFields(out var fields) ? fields.Single(field => field.Field == TemplateField.EvmSig).Value : default;

    private MeasurementEntry Portable(byte[] label, EvmMachine machine = EvmMachine.LittleEndian64, byte version = 2)
    {
        var facts = Facts with { ProtectedXattrs = [Facts.ProtectedXattrs[0], new("security.ima", label), Facts.ProtectedXattrs[2]] };
        var input = EvmDigest.PortableInput(
            ProtectedXattrs.Default, name => facts.ProtectedXattrs.Where(one => one.Name == name).Select(one => (ReadOnlyMemory<byte>?)one.Value).SingleOrDefault(), new EvmMetadata(0, 0, 1000, 100, 0x81ed), machine);
        Assert.True(new SignatureMaker(file.Key, OwnId, version).TrySign(ImaXattrType.EvmPortableSignature, KernelHash.Compute(HashAlgo.Sha256, input), out var value, out var reason), reason);
        return Entry("evm-sig", facts with { EvmXattr = value });
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
