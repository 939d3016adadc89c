# The ways into a project of one's own, each by the same consumer: the installed package, pkg-config,
# add_subdirectory, and nothing but -I; and the .deb, as far as CPack and dpkg are there.
file(REMOVE_RECURSE ${WORK})
set(main ${CMAKE_CURRENT_LIST_DIR}/consumer/main.cpp)
function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGV} failed:\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${WORK}/build -G Ninja
    -D CMAKE_PREFIX_PATH=${WORK}/prefix -D CMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)

run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/subdirectory -B ${WORK}/subdirectory -G Ninja
    -D ESPALIER=${SOURCE} -D CMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${WORK}/subdirectory)
run(${WORK}/subdirectory/consumer)

run(${COMPILER} -std=c++20 -I ${SOURCE}/include ${main} -o ${WORK}/plain)
run(${WORK}/plain)

find_program(pkg_config pkg-config)
if(pkg_config)
    file(GLOB_RECURSE pc ${WORK}/prefix/espalier.pc)
    cmake_path(GET pc PARENT_PATH folder)
    set(ENV{PKG_CONFIG_PATH} ${folder})
    # CMake may have been asked for another prefix than the one that is installed to now
    run(${pkg_config} --define-variable=prefix=${WORK}/prefix --cflags --libs espalier)
    separate_arguments(flags UNIX_COMMAND "${output}")
    run(${COMPILER} ${main} ${flags} -o ${WORK}/by_pkg_config)
    run(${WORK}/by_pkg_config)
else()
    message(STATUS "no pkg-config: not tried")
endif()

find_program(dpkg_deb dpkg-deb)
if(dpkg_deb)
    run(${CMAKE_CPACK_COMMAND} --config ${BUILD}/CPackConfig.cmake -G DEB -B ${WORK}/deb)
    file(GLOB deb ${WORK}/deb/*.deb)
    run(${dpkg_deb} --extract ${deb} ${WORK}/unpacked)
    run(${dpkg_deb} --field ${deb} Depends)
    if(NOT output MATCHES "libxtensor-dev")
        message(FATAL_ERROR "the .deb does not name what it depends on: ${output}")
    endif()
    run(${COMPILER} -std=c++20 -I ${WORK}/unpacked/usr/include ${main} -o ${WORK}/by_deb)
    run(${WORK}/by_deb)
else()
    message(STATUS "no dpkg-deb: not tried")
endif()
