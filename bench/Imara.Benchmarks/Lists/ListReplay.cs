using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Imara.Hashing;
using Imara.Measurements;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Benchmarks.Lists;

/// <summary>A list of ima-ng records, per record: what the hash chain alone costs, and what reading, checking and comparing add.</summary>
[MemoryDiagnoser]
public class ListReplay
{
    private const int Count = 10_000;

    private readonly MeasurementEntry[] entries = new MeasurementEntry[Count];
    private readonly PcrBank bank = new(HashAlgo.Sha256);
    private readonly PcrValues expected = new();
    private byte[] binary = [];
    private byte[] ascii = [];

    [GlobalSetup]
    public void Setup()
    {
        var binaryList = new ArrayBufferWriter<byte>();
        var asciiList = new ArrayBufferWriter<byte>();
        using var sha1 = new PcrBank(HashAlgo.Sha1);
        using var sha256 = new PcrBank(HashAlgo.Sha256);
        for (var i = 0; i < Count; i++)
        {
            var name = Encoding.ASCII.GetBytes(i == 0 ? "boot_aggregate" : "/usr/lib/x86_64-linux-gnu/file-" + i.ToString(CultureInfo.InvariantCulture));
            var facts = new MeasurementFacts { Name = name, FileDigest = KernelHash.Compute(HashAlgo.Sha256, name) };
            entries[i] = new MeasurementEntry(10, Template.ImaNg, TemplateWriter.Write(Template.ImaNg, facts));
            BinaryList.Write(entries[i], HashAlgo.Sha256, binaryList);
            AsciiList.Write(entries[i], HashAlgo.Sha256, asciiList);
            sha1.Extend(entries[i]);
            sha256.Extend(entries[i]);
        }

        binary = binaryList.WrittenSpan.ToArray();
        ascii = asciiList.WrittenSpan.ToArray();
        expected.Bank(HashAlgo.Sha1).Set(10, sha1.Value(10));
        expected.Bank(HashAlgo.Sha256).Set(10, sha256.Value(10));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void Replay_one_bank() => Array.ForEach(entries, bank.Extend);

    [Benchmark(OperationsPerInvoke = Count)]
    public long Read_binary()
    {
        var reader = MeasurementListReader.Open(new MemoryStream(binary));
        while (reader.TryRead(out _))
        {
        }

        return reader.Count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long Read_ascii()
    {
        var reader = MeasurementListReader.Open(new MemoryStream(ascii));
        while (reader.TryRead(out _))
        {
        }

        return reader.Count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public ListVerification Verify_binary_against_sha1_and_sha256() => ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(binary)), expected);
}
