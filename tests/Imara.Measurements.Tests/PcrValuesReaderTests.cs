using System.Text;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

public class PcrValuesReaderTests
{
    private const string Sha1 = "9dd53f4590924b2324e8d60d2c036f85d3c63600";
    private static readonly string Sha256 = new('a', 64);

    [Fact]
    public void The_output_of_tpm2_pcrread_is_read()
    {
        var values = Read($"  sha1:\n    10: 0x{Sha1.ToUpperInvariant()}\n  sha256:\n    0 : 0x{new string('0', 64)}\n    17: 0x{new string('F', 64)}\n  sha384:\n");
        Assert.Equal([HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha384], values.Banks.Select(bank => bank.Algo));
        Assert.Equal(Sha1, Value(values, HashAlgo.Sha1, 10));
        Assert.Equal([0, 17], values.Find(HashAlgo.Sha256)!.Pcrs);
        Assert.Empty(values.Find(HashAlgo.Sha384)!.Pcrs);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var written = new PcrValues();
        foreach (var algo in HashAlgos.All)
        {
            written.Bank(algo).Set(10, Enumerable.Repeat((byte)algo, HashAlgos.DigestSize(algo)).ToArray());
            written.Bank(algo).Set(0, new byte[HashAlgos.DigestSize(algo)]);
        }

        var text = PcrValuesWriter.Write(written);
        Assert.StartsWith("  md4:\n    0 : 0x00", text, StringComparison.Ordinal);
        var read = Read(text);
        Assert.Equal(written.Banks.Select(bank => bank.Algo), read.Banks.Select(bank => bank.Algo));
        Assert.True(read.TryMerge(written));
        Assert.All(read.Banks, bank => Assert.Equal([0, 10], bank.Pcrs));
    }

    [Theory]
    [InlineData("sm3_256", HashAlgo.Sm3)]
    [InlineData("sha3_256", HashAlgo.Sha3_256)]
    public void The_tools_own_names_of_banks_are_known(string name, HashAlgo expected) =>
        Assert.Equal(Sha256, Value(Read($"  {name}:\n    10: 0x{Sha256}\n"), expected, 10));

    [Fact]
    public void Lines_as_evmctl_reads_them_are_read_in_any_order_and_subset()
    {
        var values = Read($"some heading\nand: another\n\nPCR-10: {Sha1}\nPCR-00: {Sha1.ToUpperInvariant()}\npcr-3:{Sha1}");
        Assert.Equal([0, 3, 10], values.Find(HashAlgo.Sha1)!.Pcrs);
        Assert.Equal(Sha1, Value(values, HashAlgo.Sha1, 0));
    }

    [Fact]
    public void Blanks_between_bytes_are_the_form_of_tpm_1_2()
    {
        var spaced = string.Join(' ', Sha1.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));
        Assert.Equal(Sha1, Value(Read($"PCR-00: {spaced} \r\n"), HashAlgo.Sha1, 0));
    }

    [Theory]
    [InlineData(20, HashAlgo.Sha1)]
    [InlineData(32, HashAlgo.Sha256)]
    [InlineData(48, HashAlgo.Sha384)]
    [InlineData(64, HashAlgo.Sha512)]
    public void The_bank_of_lines_follows_from_their_length(int size, HashAlgo expected) =>
        Assert.Equal(expected, Assert.Single(Read($"PCR-10: {new string('b', size * 2)}\n").Banks).Algo);

    [Fact]
    public void A_bank_that_is_given_decides_and_must_fit()
    {
        Assert.True(PcrValuesReader.TryRead(Encoding.ASCII.GetBytes($"PCR-10: {Sha256}\n"), HashAlgo.Sm3, out var values, out _));
        Assert.Equal(HashAlgo.Sm3, Assert.Single(values.Banks).Algo);
        Assert.False(PcrValuesReader.TryRead(Encoding.ASCII.GetBytes($"PCR-10: {Sha256}\n"), HashAlgo.Sha1, out values, out var error));
        Assert.Equal(8, error.Offset);
        Assert.True(values.IsEmpty);
    }

    [Fact]
    public void Json_with_pcrs_is_read_and_other_members_are_skipped()
    {
        var values = Read($$$"""{"kernel": {"a": [1]}, "pcrs": {"sha1": {"10": "{{{Sha1}}}"}, "sha256": {"0": "{{{Sha256}}}"}}, "count": 3}""");
        Assert.Equal(Sha1, Value(values, HashAlgo.Sha1, 10));
        Assert.Equal(Sha256, Value(values, HashAlgo.Sha256, 0));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("nothing here\n", 13)]
    [InlineData("PCR-10: xyz\n", 8)]
    [InlineData("PCR-10: 9dd\n", 10)]
    [InlineData("PCR-10: 9dd5\n", 8)]
    [InlineData("PCR-24: 9dd53f4590924b2324e8d60d2c036f85d3c63600\n", 8)]
    [InlineData("PCR-10: 9dd53f4590924b2324e8d60d2c036f85d3c63600\nPCR-10: 9dd53f4590924b2324e8d60d2c036f85d3c63600\n", 57)]
    [InlineData("PCR-10: 9dd53f4590924b2324e8d60d2c036f85d3c63600\nPCR-11 9dd5\n", 49)]
    [InlineData("sha1:\n  10: 0x9dd5\n", 12)]
    [InlineData("sha1:\n  sha999:\n", 8)]
    [InlineData("9dd53f4590924b2324e8d60d2c036f85d3c63600\n", 41)]
    [InlineData("{\"pcrs\": {\"sha1\": {\"10\": \"9dd5\"}}}", 26)]
    [InlineData("{\"pcrs\": {\"sha1\": {\"10\": 5}}}", 25)]
    [InlineData("{\"pcrs\": {\"shaX\": {}}}", 10)]
    [InlineData("{\"pcrs\": []}", 9)]
    [InlineData("{\"pcrs\": {}}", 12)]
    [InlineData("{}", 1)]
    public void What_cannot_be_read_is_refused_with_its_offset(string text, int offset)
    {
        Assert.False(PcrValuesReader.TryRead(Encoding.ASCII.GetBytes(text), bank: null, out var values, out var error));
        Assert.Equal(offset, error.Offset);
        Assert.True(values.IsEmpty);
    }

    [Theory]
    [InlineData("{\"pcrs\": ")]
    [InlineData("{\"pcrs\": {\"sha1\": {\"10\": \"\"}}}} x")]
    [InlineData("{\"pcrs\": {\"sha1\\ud800\": {}}}")]
    public void Broken_json_is_refused(string text) =>
        Assert.False(PcrValuesReader.TryRead(Encoding.ASCII.GetBytes(text), bank: null, out _, out _));

    [Fact]
    public void A_sysfs_tree_is_put_together_file_by_file()
    {
        var values = new PcrValues();
        Assert.True(PcrValuesReader.TryParseSysfsDirectory("pcr-sha256", out var bank));
        Assert.True(PcrValuesReader.TryReadSysfsFile(Encoding.ASCII.GetBytes(Sha256.ToUpperInvariant() + "\n"), bank, 10, values, out _));
        Assert.False(PcrValuesReader.TryReadSysfsFile(Encoding.ASCII.GetBytes(Sha1 + "\n"), bank, 11, values, out _));
        Assert.Equal(Sha256, Value(values, HashAlgo.Sha256, 10));
        Assert.Equal([10], values.Find(HashAlgo.Sha256)!.Pcrs);
        Assert.False(PcrValuesReader.TryParseSysfsDirectory("ppi", out _));
    }

    [Fact]
    public void Sources_merge_unless_they_contradict()
    {
        var values = Read($"PCR-10: {Sha1}\n");
        Assert.True(values.TryMerge(Read($"PCR-10: {Sha1}\nPCR-11: {Sha1}\n")));
        Assert.False(values.TryMerge(Read($"PCR-10: {new string('0', 40)}\nPCR-12: {Sha1}\n")));
        Assert.Equal([10, 11], values.Find(HashAlgo.Sha1)!.Pcrs);
    }

    private static PcrValues Read(string text)
    {
        Assert.True(PcrValuesReader.TryRead(Encoding.ASCII.GetBytes(text), bank: null, out var values, out var error), error.ToString());
        return values;
    }

    [Theory]
    [InlineData("  sha256:\n    10: 0x", 32)]
    [InlineData("{\"pcrs\":{\"sha256\":{\"10\":\"", 32)]
    public void A_file_that_names_another_bank_than_the_one_asked_for_is_refused(string head, int size)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(head + new string('1', 2 * size) + (head[0] == '{' ? "\"}}}" : "\n"));
        Assert.True(PcrValuesReader.TryRead(text, HashAlgo.Sha256, out _, out _));
        Assert.False(PcrValuesReader.TryRead(text, HashAlgo.Sha1, out _, out var error));
        Assert.Contains("sha256, not of sha1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_file_that_names_several_banks_the_one_asked_for_is_taken()
    {
        var text = System.Text.Encoding.ASCII.GetBytes($"  sha1:\n    10: 0x{new string('1', 40)}\n  sha256:\n    10: 0x{new string('2', 64)}\n");
        Assert.True(PcrValuesReader.TryRead(text, HashAlgo.Sha1, out var values, out _));
        Assert.Equal([HashAlgo.Sha1], values.Banks.Select(bank => bank.Algo));
    }

    private static string Value(PcrValues values, HashAlgo bank, int pcr)
    {
        Assert.True(values.Find(bank)!.TryGet(pcr, out var value));
        return Convert.ToHexStringLower(value.Span);
    }
}
