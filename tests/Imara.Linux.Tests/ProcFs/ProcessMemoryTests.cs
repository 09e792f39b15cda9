using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public class ProcessMemoryTests
{
    [Fact]
    public void Memory_is_read_at_its_address_and_an_address_that_is_not_mapped_is_refused()
    {
        var value = new byte[] { 1, 2, 3, 4 };
        var copy = new byte[4];
        unsafe
        {
            fixed (byte* at = value)
            {
                Assert.Equal(Errno.None, ProcessMemory.Read(Environment.ProcessId, (ulong)at, copy));
            }
        }

        Assert.Equal(value, copy);
        Assert.Equal(Errno.EFAULT, ProcessMemory.Read(Environment.ProcessId, 8, copy));
    }
}
