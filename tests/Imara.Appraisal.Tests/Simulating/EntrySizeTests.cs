using System.Buffers;
using CsCheck;
using Imara.Appraisal.Simulating;
using Imara.Hashing;
using Imara.Measurements;
using Imara.Measurements.Lists;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Simulating;

public class EntrySizeTests
{
    private static readonly string[] Custom = ["d|n", "n-ng|d-ng", "iuid|igid|imode|xattrnames", "xattrlengths|xattrvalues|evmsig", "sig|sig"];

    private static readonly HashAlgo[] Algos = [HashAlgo.Md5, HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha512, HashAlgo.Sha3_384];

    [Fact]
    public void The_size_is_that_of_the_entry_as_it_is_written()
    {
        var attribute = Gen.OneOf(Gen.Const(Array.Empty<byte>()), Gen.Byte.Array[1, 80], Gen.Byte.Array[1, 300].Select(rest => (byte[])[3, .. rest]), Gen.Byte.Array[1, 9].Select(rest => (byte[])[5, .. rest]));
        Gen.Select(
            Gen.Int[0, Template.BuiltIn.Length + Custom.Length - 1],
            Gen.Int[0, Algos.Length - 1].Select(i => Algos[i]),
            Gen.Int[0, 2].Select(i => Algos[i]),
            Gen.Bool,
            Gen.Byte[1, 255].Array[0, 600],
            attribute,
            attribute,
            Gen.Bool).Sample(
            (index, algo, imaHash, isVerity, path, ima, evm, hasOthers) =>
            {
                var template = index < Template.BuiltIn.Length ? Template.BuiltIn[index] : Parsed(Custom[index - Template.BuiltIn.Length]);
                var file = new Attributes(ima, evm, hasOthers ? [1, 2, 3] : []);
                var legacy = algo is HashAlgo.Sha1 or HashAlgo.Md5 ? algo : imaHash is HashAlgo.Md5 ? HashAlgo.Md5 : HashAlgo.Sha1;
                var facts = new MeasurementFacts
                {
                    Name = path,
                    FileDigest = KernelHash.Compute(algo, []),
                    LegacyDigest = KernelHash.Compute(legacy, []),
                    IsVerity = isVerity,
                    ImaXattr = ima,
                    EvmXattr = evm,
                    Uid = 0,
                    Gid = 0,
                    Mode = 0x81a4,
                    ProtectedXattrs = [.. file.Present],
                };
                var written = new ArrayBufferWriter<byte>();
                BinaryList.Write(new MeasurementEntry(10, template, TemplateWriter.Write(template, facts)), HashAlgo.Sha1, written);
                Assert.Equal(written.WrittenCount, EntrySize.Of(template, algo, imaHash, isVerity, path, file));
            },
            iter: 3000);
    }

    private static Template Parsed(string format) => Template.TryParseFormat(format, out var template) ? template : throw new ArgumentException(format, nameof(format));

    private sealed class Attributes(byte[] ima, byte[] evm, byte[] capability) : IAttributes
    {
        public ReadOnlySpan<byte> Ima => ima;

        public int EvmSignatureLength => evm is [5, ..] ? evm.Length : 0;

        public IEnumerable<ProtectedXattr> Present => ProtectedXattrs.Default.All.Where(name => LengthOf(name) > 0)
            .Select(name => new ProtectedXattr(name, name == ProtectedXattrs.Ima ? ima : capability));

        public int LengthOf(string name) => name switch
        {
            ProtectedXattrs.Ima => ima.Length,
            "security.capability" => capability.Length,
            _ => 0,
        };
    }
}
