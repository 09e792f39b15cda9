using System.Text;
using Imara.Boot.Loading;
using Imara.Boot.Machine;

namespace Imara.Boot.Tests.Loading;

public class SwitchProofTests
{
    private const string New = "measure func=BPRM_CHECK \n";
    private const string Old = "measure func=MMAP_CHECK \n";

    [Theory]
    [InlineData(PolicyFileState.Gone)]
    [InlineData(PolicyFileState.Readable)]
    public void A_file_that_takes_no_more_is_closed_by_this_load(PolicyFileState after) => Assert.Equal(LoadState.Loaded, Of(after, null, null));

    [Theory]
    [InlineData(true, "ima: policy update completed", LoadState.Loaded)]
    [InlineData(true, "IMA: policy update completed", LoadState.Loaded)]
    [InlineData(true, "ima: policy update failed", LoadState.Refused)]
    [InlineData(false, "ima: policy update completed", LoadState.Uncertain)]
    [InlineData(true, "usb 1-1: Product: policy update completed", LoadState.Uncertain)]
    [InlineData(true, "usb 1-1: Product: ima: policy update completed", LoadState.Uncertain)]
    [InlineData(true, "ima: policy update completed?", LoadState.Uncertain)]
    public void Else_the_kernels_own_word_decides_and_nobody_elses(bool isKernel, string said, LoadState expected) =>
        Assert.Equal(expected, Of(PolicyFileState.Writable, null, null, new KernelMessage(isKernel, said)));

    [Theory]
    [InlineData(Old, Old, LoadState.Refused)]
    [InlineData(Old, Old + New, LoadState.Loaded)]
    [InlineData(Old, New, LoadState.Loaded)]
    [InlineData(Old, New + Old, LoadState.Uncertain)]
    [InlineData(null, New, LoadState.Uncertain)]
    [InlineData(Old, null, LoadState.Uncertain)]
    public void Else_what_reads_back(string? before, string? after, LoadState expected) => Assert.Equal(expected, Of(PolicyFileState.Writable | PolicyFileState.Readable, before, after));

    private static LoadState Of(PolicyFileState after, string? before, string? text, params KernelMessage[] said) =>
        SwitchProof.Of(after, Bytes(before), Bytes(text), Encoding.UTF8.GetBytes(New), said);

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
