namespace GridGrains;

/// <summary>The newest city this process knows. The value is swapped whole; a reader keeps what it took for the length of its work.</summary>
public sealed class CurrentCity
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock swap = new();
    private volatile City city = City.Empty;

    /// <summary>The newest city known.</summary>
    public City Value => city;

    /// <summary>Ends when a city has been heard of, empty or not.</summary>
    public Task Known => first.Task;

    /// <summary>Raised after a newer city was taken, on the thread that brought it.</summary>
    public event Action<City>? Changed;

    /// <summary>Takes a city unless one at least as new is known.</summary>
    public void Take(CityImage image)
    {
        lock (swap)
        {
            if (Known.IsCompleted && image.Version <= city.Version)
                return;
            city = new City(image);
            first.TrySetResult();
        }
        Changed?.Invoke(city);
    }
}
