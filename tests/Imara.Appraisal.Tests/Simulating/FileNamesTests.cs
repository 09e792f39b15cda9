using System.Text;
using Imara.Appraisal.Simulating;

namespace Imara.Appraisal.Tests.Simulating;

public class FileNamesTests
{
    [Theory]
    [InlineData("/lib/modules/6.12/kernel/x.ko", (int)FileTraits.Module)]
    [InlineData("/mnt/usr/lib/modules/6.12/x.ko.zst", (int)FileTraits.Module)]
    [InlineData("/lib/modules/6.12/modules.dep", 0)]
    [InlineData("/home/x.ko", 0)]
    [InlineData("/lib/modulesets/x.ko", 0)]
    [InlineData("/lib/firmware/rtl/fw.bin", (int)FileTraits.Firmware)]
    [InlineData("/lib/firmware/x.so", (int)(FileTraits.Firmware | FileTraits.SharedObject))]
    [InlineData("/boot/vmlinuz-6.12", (int)FileTraits.KexecKernel)]
    [InlineData("/boot/initrd.img-6.12", (int)FileTraits.KexecInitramfs)]
    [InlineData("/boot/config-6.12", 0)]
    [InlineData("/home/vmlinuz", 0)]
    [InlineData("/etc/ima/ima-policy", (int)FileTraits.Policy)]
    [InlineData("/etc/ima/ima-policy.old", 0)]
    [InlineData("/x/etc/ima/sub/ima-policy", 0)]
    [InlineData("/usr/lib/libc.so.6", (int)FileTraits.SharedObject)]
    [InlineData("/usr/lib/x.so", (int)FileTraits.SharedObject)]
    [InlineData("/usr/lib/x.solution", 0)]
    [InlineData("/etc/ld.so.cache", 0)]
    [InlineData("/etc/ld.so.conf", 0)]
    [InlineData("/etc/ld.so.preload", 0)]
    [InlineData("/lib/ld.so.1", (int)FileTraits.SharedObject)]
    [InlineData("/lib/ld-linux-x86-64.so.2", (int)FileTraits.SharedObject)]
    public void A_path_tells_what_a_file_is_loaded_as(string path, int traits)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        Assert.Equal((FileTraits)traits, FileNames.Of(FileNames.OfDirectory(bytes.AsSpan(0, slash)), bytes.AsSpan(slash + 1)));
    }
}
